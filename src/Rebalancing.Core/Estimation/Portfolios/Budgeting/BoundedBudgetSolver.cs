namespace Rebalancing;

/// <summary>
/// Risk budgets within bounds (Richard and Roncalli 2019): x(c) minimises x'Sx / 2 - c sum of b_i log x_i over lower &lt;= x &lt;= upper, and c is chosen so that sum(x) = 1.
/// Coordinates between their bounds keep x_i (Sx)_i = c b_i. The sum rises with c; each x(c) is found by sweeps that start from the last one.
/// </summary>
internal sealed class BoundedBudgetSolver
{
    private const int MaxSweeps = 20000, MaxRounds = 200;

    /// <summary>A sweep that changes no coordinate by more than this fraction has arrived.</summary>
    private const double Still = 1e-15;

    /// <summary>So has one that changes no more than this and no less than the sweep before: the rest is rounding.</summary>
    private const double NearlyStill = 1e-11;

    private const double SumTolerance = 1e-14;

    private readonly BudgetMatrix _matrix;
    private readonly double[] _budgets, _lower, _upper, _scaled, _before;
    private readonly double[] _x;

    public BoundedBudgetSolver(BudgetMatrix matrix, double[] budgets, double[] lower, double[] upper)
    {
        (_matrix, _budgets, _lower, _upper) = (matrix, budgets, lower, upper);
        (_scaled, _before, _x) = (new double[budgets.Length], new double[budgets.Length], new double[budgets.Length]);
    }

    /// <summary>The weights; needs sum(lower) &lt;= 1 &lt;= sum(upper).</summary>
    public double[] Solve()
    {
        double n = _budgets.Length, variance = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            _x[i] = Math.Min(Math.Max(1 / n, _lower[i]), _upper[i]);
            variance += _x[i] * _x[i] * _matrix.Diagonal(i);
        }

        // bracket log c between a sum below one and a sum above
        double low = Math.Log(variance), high = low, lowGap = Gap(low), highGap = lowGap;
        while (lowGap > SumTolerance)
        {
            if (low < high - 100)
                throw new ArgumentException(FormattableString.Invariant($"Risk budgeting within bounds: the lower bounds (sum {_lower.Sum()}) already ask for hedges that bring the sum of weights to {1 + lowGap:G6}; no scale of the budgets brings it to 1. Lower the lower bounds."));
            (high, highGap, low) = (low, lowGap, low - 2);
            lowGap = Gap(low);
        }
        while (highGap < 0)
        {
            // towards infinite c every weight is at its upper bound; where their sum is one, that is the answer
            if (high > low + 100) return _x;
            (low, lowGap, high) = (high, highGap, high + 2);
            highGap = Gap(high);
        }
        Close(low, lowGap, high, highGap);
        return _x;
    }

    /// <summary>Regula falsi with the Illinois correction on log c.</summary>
    private void Close(double low, double lowGap, double high, double highGap)
    {
        int side = 0;
        for (int round = 0; round < MaxRounds && high - low > 1e-15 * (1 + Math.Abs(low)); round++)
        {
            double middle = highGap > lowGap ? ((low * highGap) - (high * lowGap)) / (highGap - lowGap) : 0.5 * (low + high);
            if (!(middle > low && middle < high)) middle = 0.5 * (low + high);
            double gap = Gap(middle);
            if (Math.Abs(gap) <= SumTolerance) return;
            if (gap < 0)
            {
                (low, lowGap) = (middle, gap);
                if (side < 0) highGap *= 0.5;
                side = -1;
            }
            else
            {
                (high, highGap) = (middle, gap);
                if (side > 0) lowGap *= 0.5;
                side = 1;
            }
        }
    }

    /// <summary>sum(x(c)) - 1.</summary>
    private double Gap(double logScale)
    {
        double scale = Math.Exp(logScale);
        for (int i = 0; i < _scaled.Length; i++) _scaled[i] = scale * _budgets[i];
        double last = double.PositiveInfinity;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            _x.CopyTo(_before, 0);
            _matrix.Sweep(_scaled, _x, _lower, _upper);
            double change = 0;
            for (int i = 0; i < _x.Length; i++) change = Math.Max(change, Math.Abs(_x[i] - _before[i]) / _x[i]);
            if (change <= Still || (change <= NearlyStill && change >= 0.9 * last)) break;
            last = change;
            if (sweep == MaxSweeps - 1)
                throw new ArgumentException(FormattableString.Invariant($"Risk budgeting within bounds did not settle: after {MaxSweeps} sweeps weights still change by {change:G3} of their size. The covariance is nearly singular: repair or shrink it."));
        }
        double sum = 0;
        foreach (double w in _x) sum += w;
        return sum - 1;
    }
}
