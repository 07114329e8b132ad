namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The functions of one block at given multipliers, one coordinate at a time, and their exact minimum over an interval: a parabola and kinks in closed
/// form; powers and logarithms by halving the interval on the derivative.
/// </summary>
internal sealed class CoordinateFunctions(StructuredProgram program)
{
    private readonly List<(FunctionEntry Entry, double[] Origin, double Weight, double[] First)> _entries = [];
    private readonly List<(FunctionEntry Entry, double[] Origin, double Weight)> _curves = [];
    private double[] _at = new double[16];
    private double[] _step = new double[16];
    private int _kinks;
    private int _coordinate;
    private double _constant;
    private double _slope;
    private double _curvature;

    /// <summary>Takes the functions of a block.</summary>
    /// <param name="block">Which.</param>
    /// <param name="multipliers">Prices of budgets and norms.</param>
    /// <param name="replaced">Entries that do not count here, and quadratics with the whole curvature that does.</param>
    internal void Begin(ProgramBlock block, Solution multipliers, RelaxedEntries replaced)
    {
        _entries.Clear();
        _curves.Clear();
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Kind == FunctionKind.Covariance || program.Base(entry.On).Id != block.Id || replaced.Ignores(entry))
                continue;
            double weight = entry.Weight;
            if (entry.Budget >= 0)
                weight += Math.Max(0, multipliers.BudgetPrices[entry.Budget]) * entry.BudgetWeight;
            if (entry.Norm >= 0)
                weight = program.Norms[entry.Norm].RadiusBlock is null ? 0.5 * Math.Max(0, multipliers.NormPrices[entry.Norm]) / program.Norms[entry.Norm].Radius : 0;
            if (weight == 0)
                continue;
            if (entry.Kind is FunctionKind.Power or FunctionKind.Log)
                _curves.Add((entry, program[entry.On].Origin, weight));
            else
                _entries.Add((entry, program[entry.On].Origin, weight, replaced.Whole(entry)));
        }
    }

    /// <summary>Gathers coordinate i and a slope from the multipliers.</summary>
    internal void Gather(int i, double slope)
    {
        (_coordinate, _kinks, _constant, _slope, _curvature) = (i, 0, 0, slope, 0);
        foreach ((FunctionEntry entry, double[] origin, double weight, double[] first) in _entries)
        {
            double zero = origin.Length == 0 ? 0 : origin[i];
            switch (entry.Kind)
            {
                case FunctionKind.Linear:
                    AddLine(weight * first[i], zero);
                    break;
                case FunctionKind.Quadratic:
                    double q = (entry.Norm >= 0 ? 2 : 1) * weight * first[i];
                    _curvature += q;
                    _slope -= q * zero;
                    _constant += 0.5 * q * zero * zero;
                    break;
                case FunctionKind.Kinked:
                    AddLine(weight * entry.Second[i], zero + first[i]);
                    AddKink(zero + first[i], weight * (entry.Third[i] - entry.Second[i]));
                    break;
                default:
                    AddLine(weight * first[i], zero);
                    for (int p = entry.Start[i]; p < entry.Start[i + 1]; p++)
                    {
                        AddKink(zero + entry.Second[p], weight * entry.Third[p]);
                        _constant -= weight * entry.Third[p] * Math.Max(0, -entry.Second[p]);
                    }

                    break;
            }
        }
    }

    /// <summary>The least value over [lower, upper] and where it is; negative infinity when nothing stops a fall.</summary>
    internal (double Value, double At) Minimum(double lower, double upper, double near, double tolerance)
    {
        if (_curves.Count > 0)
            return ByHalving(lower, upper, near, tolerance);
        double slope = Settle(lower, upper, tolerance);
        double x = lower;
        double rise = slope + (double.IsInfinity(lower) ? 0 : _curvature * lower);
        int k = 0;
        for (; k < _kinks && _at[k] <= lower; k++)
            rise += _step[k];
        if (double.IsInfinity(lower) && _curvature == 0 && rise >= 0)
            x = k < _kinks ? Math.Min(_at[k], upper) : double.IsInfinity(upper) ? near : upper;
        else if (double.IsInfinity(lower) || rise < 0)
            x = Walk(slope, k, lower, upper);
        return (double.IsInfinity(x) ? double.NegativeInfinity : Value(x, slope), x);
    }

    /// <summary>From the left end along the pieces until the derivative is not negative any more.</summary>
    private double Walk(double slope, int k, double lower, double upper)
    {
        for (int passed = 0; passed < k; passed++)
            slope += _step[passed];
        double from = lower;
        for (; ; k++)
        {
            double to = k < _kinks ? Math.Min(_at[k], upper) : upper;
            if (_curvature > 0)
            {
                double flat = -slope / _curvature;
                if (flat <= to)
                    return Math.Max(flat, from);
            }
            else if (slope >= 0)
                return double.IsInfinity(from) ? to : from;
            if (k >= _kinks || _at[k] >= upper)
                return upper;
            from = _at[k];
            slope += _step[k];
        }
    }

    /// <summary>A slope that falls for ever by no more than the tolerance is rounding of a multiplier and is taken out.</summary>
    private double Settle(double lower, double upper, double tolerance)
    {
        if (_curvature > 0 || (double.IsFinite(lower) && double.IsFinite(upper)))
            return _slope;
        double last = _slope;
        for (int k = 0; k < _kinks; k++)
            last += _step[k];
        if (double.IsInfinity(lower) && _slope > 0 && _slope <= tolerance)
            return 0;
        return double.IsInfinity(upper) && last < 0 && last >= -tolerance ? _slope - last : _slope;
    }

    private double Value(double x, double slope)
    {
        double value = _constant + (slope * x) + (0.5 * _curvature * x * x);
        for (int k = 0; k < _kinks && _at[k] < x; k++)
            value += _step[k] * (x - _at[k]);
        return value;
    }

    private (double Value, double At) ByHalving(double lower, double upper, double near, double tolerance)
    {
        double a = double.IsFinite(lower) ? lower : Outwards(near, -1), b = double.IsFinite(upper) ? upper : Outwards(near, 1);
        if (double.IsNaN(a) || double.IsNaN(b))
            return (double.NegativeInfinity, double.NaN);
        if (Rise(a, right: true) >= 0)
            return (Whole(a), a);
        if (Rise(b, right: false) <= 0)
            return (Whole(b), b);
        for (int step = 0; step < 100 && b - a > 1e-14 * (1e-3 + Math.Max(Math.Abs(a), Math.Abs(b))); step++)
        {
            double middle = 0.5 * (a + b);
            (a, b) = Rise(middle, right: true) < 0 ? (middle, b) : (a, middle);
        }

        double x = 0.5 * (a + b);
        return (Whole(x) - (tolerance * (b - a)), x);
    }

    private double Outwards(double near, int direction)
    {
        double width = Math.Max(1e-2, Math.Abs(near));
        for (int doubling = 0; doubling < 60; doubling++, width *= 2)
            if (direction * Rise(near + (direction * width), direction > 0) >= 0)
                return near + (direction * width);
        return double.NaN;
    }

    private double Rise(double x, bool right)
    {
        double sum = _slope + (_curvature * x);
        for (int k = 0; k < _kinks && (_at[k] < x || (right && _at[k] == x)); k++)
            sum += _step[k];
        foreach ((FunctionEntry entry, double[] origin, double weight) in _curves)
            sum += weight * FunctionMath.Slope(entry, _coordinate, origin.Length == 0 ? x : x - origin[_coordinate], right);
        return sum;
    }

    private double Whole(double x)
    {
        double value = Value(x, _slope);
        foreach ((FunctionEntry entry, double[] origin, double weight) in _curves)
            value += weight * FunctionMath.Value(entry, _coordinate, origin.Length == 0 ? x : x - origin[_coordinate]);
        return value;
    }

    private void AddLine(double slope, double zero)
    {
        _slope += slope;
        _constant -= slope * zero;
    }

    private void AddKink(double at, double step)
    {
        if (step == 0)
            return;
        if (_kinks == _at.Length)
        {
            Array.Resize(ref _at, 2 * _kinks);
            Array.Resize(ref _step, 2 * _kinks);
        }

        int k = _kinks++;
        for (; k > 0 && _at[k - 1] > at; k--)
            (_at[k], _step[k]) = (_at[k - 1], _step[k - 1]);
        (_at[k], _step[k]) = (at, step);
    }
}
