using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The step of the row multipliers, u = nu + dnu, as an exact small quadratic program with the kinked price of a two-sided row:
/// <code>
///   minimise    r'u + 1/2 u'S u + sum_r psi_r(u_r),    psi_r(u) = max(upper_r u, lower_r u)
/// </code>
/// A side is +1 (upper binds), -1 (lower binds) or 0 (neither, u = 0); equalities always bind. Guessing all sides at once usually takes one or two
/// rounds; where it cycles, a monotone active-set method starts from nu, whose every stopping point is a direction of descent.
/// </summary>
internal sealed class RowStep
{
    /// <summary>Rounds of guessing all sides at once.</summary>
    private const int GuessingRounds = 12;

    /// <summary>Rounds without fewer wrong sides before they change one at a time.</summary>
    private const int Patience = 3;

    /// <summary>Rounds of the monotone method; each lowers the value, and where they run out the step descends all the same.</summary>
    private const int MonotoneRounds = 400;

    /// <summary>How far beyond its limit a resting row's activity may lie, while guessing.</summary>
    private const double GuessTolerance = 1e-14;

    /// <summary>The same in the monotone method, beside rounding.</summary>
    private const double MonotoneTolerance = 1e-13;

    private readonly RowTable _rows;
    private readonly SideSystem _system;
    private readonly int[] _sides;
    private readonly int[] _nextSides;

    public RowStep(Arena arena, RowTable rows)
    {
        _rows = rows;
        _system = new SideSystem(arena, rows);
        _sides = new int[rows.Count];
        _nextSides = new int[rows.Count];
    }

    /// <summary>Rounds taken in all.</summary>
    public int Rounds { get; private set; }

    /// <summary>How often guessing failed.</summary>
    public int MonotoneStarts { get; private set; }

    /// <summary>Fills u; false if even the rows that always bind have no positive curvature.</summary>
    public bool Solve(ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, ReadOnlySpan<double> nu, Span<double> u)
    {
        u[_rows.Count..].Clear();
        SidesOf(nu);
        if (Guess(gradient, curvature, stride, u))
            return true;
        MonotoneStarts++;
        return Descend(gradient, curvature, stride, nu, u);
    }

    private void SidesOf(ReadOnlySpan<double> nu)
    {
        for (int a = 0; a < _rows.Count; a++)
            _sides[a] = _rows.IsEquality(a) || nu[a] > 0 ? 1 : nu[a] < 0 ? -1 : 0;
    }

    /// <summary>Block principal pivoting: every row with a wrong sign or a wrong side changes at once; when that does not help, one at a time.</summary>
    private bool Guess(ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, Span<double> u)
    {
        int fewest = int.MaxValue, patience = Patience;
        for (int round = 0; round < GuessingRounds; round++)
        {
            Rounds++;
            if (!_system.Solve(_sides, gradient, curvature, stride, u))
                return false;
            int wrong = Judge(gradient, curvature, stride, u);
            if (wrong == 0)
                return true;
            if (wrong < fewest)
                (fewest, patience) = (wrong, Patience);
            else
                patience--;
            if (patience > 0)
                _nextSides.CopyTo(_sides, 0);
            else
                ChangeLast();
        }

        return false;
    }

    private int Judge(ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, ReadOnlySpan<double> u)
    {
        int wrong = 0;
        ReadOnlySpan<double> lower = _rows.Lower, upper = _rows.Upper;
        Span<int> sides = _sides, next = _nextSides;
        for (int a = 0; a < sides.Length; a++)
        {
            next[a] = sides[a];
            if (lower[a] == upper[a])
                continue;
            if (sides[a] != 0)
            {
                if (u[a] * sides[a] >= 0)
                    continue;
                next[a] = 0;
            }
            else
            {
                double activity = -(gradient[a] + Dot.Product(curvature.Slice(a * stride, stride), u));
                if (activity > upper[a] + GuessTolerance)
                    next[a] = 1;
                else if (activity < lower[a] - GuessTolerance)
                    next[a] = -1;
                else
                    continue;
            }

            wrong++;
        }

        return wrong;
    }

    private void ChangeLast()
    {
        for (int a = _rows.Count - 1; a >= 0; a--)
        {
            if (_nextSides[a] == _sides[a])
                continue;
            _sides[a] = _nextSides[a];
            return;
        }
    }

    private bool Descend(ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, ReadOnlySpan<double> nu, Span<double> u)
    {
        nu.CopyTo(u);
        SidesOf(nu);
        Span<double> target = _system.Target;
        for (int round = 0; round < MonotoneRounds; round++)
        {
            Rounds++;
            if (!_system.Solve(_sides, gradient, curvature, stride, target))
                return round > 0;
            int first = -1;
            double step = 1;
            for (int a = 0; a < _rows.Count; a++)
            {
                if (_sides[a] == 0 || _rows.IsEquality(a) || target[a] * _sides[a] >= 0)
                    continue;
                double reach = u[a] / (u[a] - target[a]);
                if (reach < step)
                    (step, first) = (reach, a);
            }

            for (int a = 0; a < _rows.Count; a++)
                u[a] += step * (target[a] - u[a]);
            if (first >= 0)
            {
                u[first] = 0;
                _sides[first] = 0;
            }
            else if (!Release(gradient, curvature, stride, u))
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Lets the resting row with the largest violation bind; false when none is violated.</summary>
    private bool Release(ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, int stride, ReadOnlySpan<double> u)
    {
        double worst = MonotoneTolerance;
        int row = -1, side = 0;
        for (int a = 0; a < _rows.Count; a++)
        {
            if (_sides[a] != 0)
                continue;
            double sum = gradient[a], size = Math.Abs(gradient[a]);
            for (int b = 0; b < _rows.Count; b++)
            {
                double term = curvature[(a * stride) + b] * u[b];
                sum += term;
                size += Math.Abs(term);
            }

            double rounding = 1e-15 * size;
            if (-sum - _rows.Upper[a] - rounding > worst)
                (worst, row, side) = (-sum - _rows.Upper[a] - rounding, a, 1);
            if (_rows.Lower[a] + sum - rounding > worst)
                (worst, row, side) = (_rows.Lower[a] + sum - rounding, a, -1);
        }

        if (row < 0)
            return false;
        _sides[row] = side;
        return true;
    }
}
