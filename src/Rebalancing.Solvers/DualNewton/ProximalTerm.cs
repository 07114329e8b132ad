using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Coordinates with little or no curvature of their own get a floor rho about a moving centre:
/// <code>
///   1/2 (rho - d_i) (x_i - centre_i)^2      is added, and after each inner solution the centre moves to x
/// </code>
/// At the fixed point the term is gone. Most programs have none.
/// </summary>
internal sealed class ProximalTerm
{
    /// <summary>The floor relative to the factor curvature gamma |f|^2 of a coordinate; measured best between 1e-2 and 5e-2.</summary>
    private const double FactorFloor = 0.02;

    /// <summary>The floor relative to the mean own curvature where there are no factors; both in units of the coordinates' ranges.</summary>
    private const double OwnFloor = 0.05;

    private readonly SeparableDualProgram _program;
    private readonly IntSlab _list;
    private readonly Slab _weight;
    private readonly Slab _centre;
    private readonly Slab _linear;
    private readonly Slab _factorCurvature;
    private int _count;
    private bool _raised;

    public ProximalTerm(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        _list = arena.Ints(program.Count);
        _weight = arena.Doubles(program.Count);
        _centre = arena.Doubles(program.Count);
        _linear = arena.Doubles(program.Functions.Padded);
        _factorCurvature = arena.Doubles(program.Count);
    }

    /// <summary>How many coordinates lie below the floor.</summary>
    public int Count => _count;

    /// <summary>The linear part with the proximal terms folded in.</summary>
    public ReadOnlySpan<double> Linear => _count > 0 ? _linear.Span : _program.Linear;

    /// <summary>Replaces 1/d by 1/(d + gamma |f|^2) for the proximal coordinates: their floor is not their own.</summary>
    public void SoftenInverses(Span<double> inverse)
    {
        for (int t = 0; t < _count; t++)
        {
            int i = _list.Span[t];
            inverse[i] /= 1.0 + (inverse[i] * _factorCurvature.Span[t]);
        }
    }

    /// <summary>Finds the coordinates below the floor, sets their curvature and centres them on the given starting values.</summary>
    public void Prepare(ReadOnlySpan<double> start)
    {
        ScalarFamily functions = _program.Functions;
        ReadOnlySpan<double> d = functions.TrueCurvature[.._program.Count];
        _count = 0;
        double steepest = MaxAbs.Of(_program.FactorCurvature), common = CommonFloor(d);
        if (Curvatures.Least(d) >= Math.Max(common, FactorFloor * steepest * _program.Loadings.LargestSquare))
        {
            Restore(d);
            return;
        }

        _raised = true;
        _program.Linear.CopyTo(_linear.Span);
        double energy = MeanOwnEnergy(d);
        ReadOnlySpan<double> reach = _program.Reach.Of(_program);
        for (int i = 0; i < _program.Count; i++)
        {
            double ofFactors = reach[i] * reach[i], floor = ofFactors > 0 ? FactorFloor * ofFactors : FloorWithoutFactors(i, d[i], energy, common);
            functions.SetCurvature(i, Math.Max(d[i], floor));
            if (d[i] >= floor)
                continue;
            _list.Span[_count] = i;
            _weight.Span[_count] = floor - d[i];
            double centre = Math.Clamp(start[i], functions.Lower[i], functions.UpperOf(i));
            _centre.Span[_count] = centre;
            _linear.Span[i] -= (floor - d[i]) * centre;
            _factorCurvature.Span[_count] = ofFactors;
            _count++;
        }
    }

    /// <summary>Moves every centre to x. Returns how much the objective can still change by it: sum of weight |move| max(|x|, |centre|).</summary>
    public double Recentre(ReadOnlySpan<double> x)
    {
        double change = 0;
        for (int t = 0; t < _count; t++)
        {
            int i = _list.Span[t];
            double move = x[i] - _centre.Span[t];
            change += _weight.Span[t] * Math.Abs(move) * Math.Max(Math.Abs(x[i]), Math.Abs(_centre.Span[t]));
            _centre.Span[t] = x[i];
            _linear.Span[i] -= _weight.Span[t] * move;
        }

        return change;
    }

    /// <summary>Where centres move slowly the floor is too high, where steps are many it is too low: the added curvature is multiplied by this factor. The centres stay.</summary>
    public void Rescale(double factor)
    {
        ReadOnlySpan<double> d = _program.Functions.TrueCurvature;
        for (int t = 0; t < _count; t++)
        {
            int i = _list.Span[t];
            double less = factor * _weight.Span[t];
            _linear.Span[i] += (_weight.Span[t] - less) * _centre.Span[t];
            _weight.Span[t] = less;
            _program.Functions.SetCurvature(i, d[i] + less);
        }
    }

    /// <summary>
    /// Newton's method did not settle: every coordinate gets more curvature about where it stands, those with a floor ten times theirs, the others as much as they have.
    /// </summary>
    public void Raise(double factor, ReadOnlySpan<double> x)
    {
        Rescale(factor);
        if (_count == _program.Count)
            return;
        ReadOnlySpan<double> d = _program.Functions.TrueCurvature;
        if (_count == 0)
            _program.Linear.CopyTo(_linear.Span);
        _raised = true;
        Span<int> list = _list.Span;
        ReadOnlySpan<double> reach = _program.Reach.Of(_program);
        // the list ascends: from the end, coordinates that were not on it are laid between those that were
        int have = _count - 1;
        for (int i = _program.Count - 1; i >= 0; i--)
        {
            if (have >= 0 && list[have] == i)
            {
                (_weight.Span[i], _centre.Span[i], _factorCurvature.Span[i]) = (_weight.Span[have], _centre.Span[have], _factorCurvature.Span[have]);
                list[i] = i;
                have--;
                continue;
            }

            list[i] = i;
            (_weight.Span[i], _centre.Span[i], _factorCurvature.Span[i]) = (d[i], x[i], reach[i] * reach[i]);
            _linear.Span[i] -= d[i] * x[i];
            _program.Functions.SetCurvature(i, 2 * d[i]);
        }

        _count = _program.Count;
    }

    private void Restore(ReadOnlySpan<double> d)
    {
        if (!_raised)
            return;
        _raised = false;
        for (int i = 0; i < d.Length; i++)
            _program.Functions.SetCurvature(i, d[i]);
    }

    /// <summary>The floor of a coordinate without loadings or range.</summary>
    private double CommonFloor(ReadOnlySpan<double> d)
    {
        double factors = FactorFloor * MeanFactorCurvature() * _program.Loadings.MeanSquare;
        if (factors > 0)
            return factors;
        double sum = Sum.Of(d);
        return sum > 0 ? OwnFloor * sum / _program.Count : 1.0;
    }

    /// <summary>
    /// The floor of a coordinate that no factor reaches. Curvatures are compared in the units of each coordinate, d_i (upper_i - lower_i)^2: a mean of plain curvatures speaks of the
    /// coordinate with the smallest unit. Without a range to compare by, what curvature there is must do.
    /// </summary>
    private double FloorWithoutFactors(int i, double own, double energy, double common)
    {
        double width = Width(i);
        if (double.IsInfinity(width) && own > 0)
            return own;
        return double.IsFinite(width) && width > 0 && energy > 0 ? OwnFloor * energy / (width * width) : common;
    }

    /// <summary>Mean of d_i (upper_i - lower_i)^2 over the coordinates that have a range.</summary>
    private double MeanOwnEnergy(ReadOnlySpan<double> d)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < d.Length; i++)
        {
            double width = Width(i);
            if (!double.IsFinite(width) || width == 0)
                continue;
            sum += d[i] * width * width;
            count++;
        }

        return sum / Math.Max(1, count);
    }

    private double Width(int i) => _program.Functions.UpperOf(i) - _program.Functions.Lower[i];

    private double MeanFactorCurvature()
    {
        double sum = 0;
        foreach (double gamma in _program.FactorCurvature)
            sum += gamma;
        return sum / Math.Max(1, _program.Loadings.Factors);
    }
}
