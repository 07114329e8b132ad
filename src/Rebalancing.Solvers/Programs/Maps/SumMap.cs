using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>One row: the sum of all coordinates, or a weighted sum y = a'x (budget, net exposure, a beta).</summary>
public sealed class SumMap : LinearMap
{
    private readonly double[] _coefficients;

    /// <summary>The plain sum of <paramref name="columns"/> coordinates.</summary>
    public SumMap(int columns)
        : base(1, columns)
    {
        _coefficients = new double[columns];
        Array.Fill(_coefficients, 1.0);
    }

    /// <summary>The weighted sum a'x. Coefficients are finite, in y's unit per x's unit.</summary>
    public SumMap(ReadOnlySpan<double> coefficients)
        : base(1, coefficients.Length)
    {
        Check.Finite(coefficients, "the weighted sum", "coefficient");
        _coefficients = coefficients.ToArray();
    }

    internal ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>New coefficients for a sum that one program owns (<see cref="Solvers.ProgramBuilder.WeightedSum"/>); shared sums never change.</summary>
    internal void Refill(ReadOnlySpan<double> coefficients)
    {
        Check.Finite(coefficients, "the weighted sum", "coefficient");
        coefficients.CopyTo(_coefficients);
    }

    internal override void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        y[0] = Dot.Product(_coefficients, x);
    }

    internal override void ApplyBound(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Math.Abs(_coefficients[i]) * x[i];
        y[0] = sum;
    }

    internal override void AddTransposed(ReadOnlySpan<double> y, Span<double> x) => Axpy.Add(y[0], _coefficients, x);

    internal override void AddColumnSquares(ReadOnlySpan<double> rowWeight, Span<double> sums)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += rowWeight[0] * _coefficients[i] * _coefficients[i];
    }

    internal override void CopyRow(int row, Span<double> destination) => _coefficients.CopyTo(destination);
}
