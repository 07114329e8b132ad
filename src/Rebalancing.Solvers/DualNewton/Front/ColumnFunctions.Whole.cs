using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <content>Words without budgets, all their coordinates at once.</content>
internal sealed partial class ColumnFunctions
{
    /// <summary>Each coordinate has one step, of zero where it has no kink, in <see cref="SingleAt"/> and <see cref="SingleStep"/>.</summary>
    public bool IsSingle { get; }

    /// <summary>Places of the single steps.</summary>
    public Span<double> SingleAt => _at;

    /// <summary>Rises of the single steps.</summary>
    public Span<double> SingleStep => _step;

    /// <summary>weight slope (x - origin) for the coordinates from <paramref name="start"/> on; an empty origin is zero.</summary>
    public void AddLinear(int start, double weight, ReadOnlySpan<double> slope, ReadOnlySpan<double> origin)
    {
        Axpy.Add(weight, slope, Slope.AsSpan(start, slope.Length));
        if (!origin.IsEmpty)
            Constant -= weight * Dot.Product(slope, origin[..slope.Length]);
    }

    /// <summary>weight/2 curvature (x - origin)^2.</summary>
    public void AddQuadratic(int start, double weight, ReadOnlySpan<double> curvature, ReadOnlySpan<double> origin)
    {
        int n = curvature.Length;
        Axpy.Add(weight, curvature, Curvature.AsSpan(start, n));
        if (origin.IsEmpty)
            return;
        Span<double> pull = _scratch.AsSpan(0, n);
        Hadamard.Multiply(curvature, origin[..n], pull);
        Axpy.Add(-weight, pull, Slope.AsSpan(start, n));
        Constant += 0.5 * weight * Dot.Product(pull, origin[..n]);
    }

    /// <summary>weight a |x - origin|^(3/2); all such powers of a program have the same origins.</summary>
    public void AddPowers(int start, double weight, ReadOnlySpan<double> coefficient, ReadOnlySpan<double> origin)
    {
        Axpy.Add(weight, coefficient, PowerCoefficient.AsSpan(start, coefficient.Length));
        if (!origin.IsEmpty)
            origin[..coefficient.Length].CopyTo(PowerCentre.AsSpan(start));
    }

    /// <summary>The single kink of each coordinate from <paramref name="start"/> on.</summary>
    public void SetKinks(int start, double weight, ReadOnlySpan<double> at, ReadOnlySpan<double> below, ReadOnlySpan<double> above, ReadOnlySpan<double> origin)
    {
        int n = at.Length;
        Span<double> place = _at.AsSpan(start, n);
        at.CopyTo(place);
        if (!origin.IsEmpty)
            Axpy.Add(1.0, origin[..n], place);
        Axpy.Add(weight, below, Slope.AsSpan(start, n));
        Constant -= weight * Dot.Product(below, place);
        Combine.Into(weight, above, -weight, below, _step.AsSpan(start, n));
    }

    /// <summary>Convex pieces, coordinate by coordinate, in the objective only.</summary>
    public void AddPieces(int start, double weight, FunctionEntry pieces, ReadOnlySpan<double> origin)
    {
        AddLinear(start, weight, pieces.First, origin);
        ReadOnlySpan<double> breaks = pieces.Second, rises = pieces.Third;
        double atZero = 0;
        for (int i = 0; i < pieces.First.Length; i++)
        {
            double shift = origin.IsEmpty ? 0 : origin[i];
            int place = _start[start + i] + _count[start + i], first = place;
            for (int q = pieces.Start[i]; q < pieces.Start[i + 1]; q++)
            {
                double rise = weight * rises[q];
                if (rise == 0)
                    continue;
                (_at[place], _step[place]) = (breaks[q] + shift, rise);
                place++;
                atZero += breaks[q] < 0 ? rise * -breaks[q] : 0;
            }

            foreach (double[] charged in _chargeStep)
                charged.AsSpan(first, place - first).Clear();
            _count[start + i] += place - first;
        }

        Constant -= atZero;
    }

    /// <summary>
    /// Whether at least half of the coordinates that can move have curvature of their own. A quick count of all decides most cases: where every coordinate is curved,
    /// so is every one that moves.
    /// </summary>
    public bool AreMostlyCurved()
    {
        if (Curvatures.CountPositive(Curvature) == Curvature.Length)
            return true;
        int moving = 0, curved = 0;
        for (int i = 0; i < Slope.Length; i++)
        {
            if (Lower[i] >= Upper[i])
                continue;
            moving++;
            curved += IsCurved(i) ? 1 : 0;
        }

        return 2 * curved >= moving;
    }
}
