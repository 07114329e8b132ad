namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Certified line search on the derivative. A step alpha is taken when the slope there is small; a step past the minimum only with a proof of descent from convexity:
/// <code>
///   phi(alpha) - phi(0)  &lt;=  bound + (alpha - a) phi'(alpha)        bound: the same inequality summed over the left ends passed so far
/// </code>
/// Without the proof, exact cycles were seen. The kinks of the rows inside the bracket are searched first: a step may end exactly on one.
/// </summary>
internal sealed class LineSearch
{
    /// <summary>A slope this small relative to the initial one ends the search.</summary>
    private const double SlopeReduction = 0.2;

    /// <summary>Past the minimum, a slope this small needs no proof.</summary>
    private const double TinySlope = 1e-3;

    /// <summary>Descent to be proven, relative to alpha times the initial slope.</summary>
    private const double SufficientDescent = 1e-4;

    /// <summary>Below this slope nothing can be measured: the full step is taken.</summary>
    private const double Unmeasurable = 1e-16;

    /// <summary>Times the step is doubled in search of the minimum.</summary>
    private const int Doublings = 10;

    /// <summary>Times the bracket is narrowed.</summary>
    private const int Refinements = 40;

    private readonly LineFunction _function;
    private readonly double[] _kinks;
    private double _scale;
    private double _left;
    private double _leftSlope;
    private double _right;
    private double _rightSlope;
    private double _bound;

    /// <param name="function">Begun anew for each direction.</param>
    /// <param name="rows">Number of rows, the most kinks there can be.</param>
    public LineSearch(LineFunction function, int rows) => (_function, _kinks) = (function, new double[rows]);

    /// <summary>The slope left at the end when the search stopped at its largest step; zero otherwise.</summary>
    public double SlopeAtEnd { get; private set; }

    /// <summary>The step length for the direction that the function was begun with, at most <paramref name="largest"/>.</summary>
    public double Find(double largest)
    {
        SlopeAtEnd = 0;
        double initial = _function.InitialSlope;
        if (!(initial < -Unmeasurable))
            return 1;
        largest = Math.Min(largest, _function.LargestStep);
        _scale = -initial;
        (_left, _leftSlope, _bound) = (0, initial, 0);
        if (Bracket(largest, out double step) || StopAtKink(out step))
            return step;
        return Refine();
    }

    private bool Accepts(double alpha, double slope)
    {
        if (slope <= 0)
            return -slope <= SlopeReduction * _scale;
        if (slope <= TinySlope * _scale)
            return true;
        return slope <= SlopeReduction * _scale && _bound + ((alpha - _left) * slope) <= -SufficientDescent * alpha * _scale;
    }

    /// <summary>Full step first, then doubling; true when a step was accepted or the largest one is still downhill.</summary>
    private bool Bracket(double largest, out double step)
    {
        step = 1;
        double slope = _function.Derivative(1, false, out _);
        if (Accepts(1, slope))
            return true;
        if (slope > 0)
        {
            (_right, _rightSlope) = (1, slope);
            return false;
        }

        MoveLeft(1, slope);
        for (int doubling = 0; doubling < Doublings; doubling++)
        {
            double next = Math.Min(2 * step, largest);
            if (next <= step)
                break;
            slope = _function.Derivative(next, false, out _);
            if (Accepts(next, slope))
            {
                step = next;
                return true;
            }

            if (slope > 0)
            {
                (_right, _rightSlope) = (next, slope);
                return false;
            }

            MoveLeft(next, slope);
            step = next;
        }

        SlopeAtEnd = _leftSlope;
        return true;
    }

    /// <summary>Halves the kinks inside the bracket; true if the minimum lies exactly on one.</summary>
    private bool StopAtKink(out double step)
    {
        step = 0;
        Span<double> kinks = _kinks;
        int count = 0;
        foreach (double kink in _function.Kinks)
            if (kink > _left + 1e-12 && kink < _right - 1e-12)
                kinks[count++] = kink;
        kinks[..count].Sort();
        int low = -1, high = count;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            double at = kinks[middle];
            double before = _function.Derivative(at, false, out _);
            if (before > 0)
            {
                high = middle;
                (_right, _rightSlope) = (at, before);
                continue;
            }

            double after = _function.Derivative(at, true, out _);
            if (after >= 0)
            {
                step = at;
                return true;
            }

            low = middle;
            MoveLeft(at, before);
            _leftSlope = after;
        }

        return false;
    }

    /// <summary>Secant, then Newton from there, with a bisection now and then.</summary>
    private double Refine()
    {
        for (int round = 0; round < Refinements; round++)
        {
            double weight = Math.Clamp(-_leftSlope / (_rightSlope - _leftSlope), 0.05, 0.95);
            double at = (round & 3) == 3 ? 0.5 * (_left + _right) : _left + ((_right - _left) * weight);
            double slope = _function.Derivative(at, false, out double curvature);
            if (Accepts(at, slope))
                return at;
            if (_right - _left < 1e-12 * _right)
                return _left > 0 ? _left : at;
            double newton = curvature > 0 ? at - (slope / curvature) : double.NaN;
            Shrink(at, slope);
            if (!(newton > _left && newton < _right))
                continue;
            slope = _function.Derivative(newton, false, out _);
            if (Accepts(newton, slope))
                return newton;
            Shrink(newton, slope);
        }

        return _left > 0 ? _left : 0.5 * (_left + _right);
    }

    private void Shrink(double at, double slope)
    {
        if (slope < 0)
            MoveLeft(at, slope);
        else
            (_right, _rightSlope) = (at, slope);
    }

    private void MoveLeft(double at, double slope)
    {
        _bound += (at - _left) * slope;
        (_left, _leftSlope) = (at, slope);
    }
}
