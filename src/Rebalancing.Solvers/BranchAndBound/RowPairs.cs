namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Whether two rows exclude each other over the ranges that a node leaves: what one row can reach while the other holds is a knapsack of fractions, known exactly.
/// <code>
///   max of p'x over lower &lt;= q'x &lt;= upper and ranges  =  min over mu of [ sum of max over ranges of (p_j - mu q_j) x_j  +  (mu >= 0 ? mu upper : mu lower) ]
/// </code>
/// Every mu gives a true bound. For nodes whose relaxation an engine cannot decide, because they miss their rows by less than its tolerance.
/// </summary>
internal sealed class RowPairs
{
    /// <summary>What rounding may hide, relative to the sizes that are added.</summary>
    private const double Slack = 1e-12;

    private readonly ChoiceTable _table;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _reached;
    private readonly double[] _held;
    private readonly double[] _breaks;

    internal RowPairs(ChoiceTable table)
    {
        _table = table;
        int n = table.Lower.Length;
        (_low, _high, _reached, _held, _breaks) = (new double[n], new double[n], new double[n], new double[n], new double[n + 1]);
    }

    /// <summary>Whether no x in the ranges keeps both rows of some pair.</summary>
    internal bool Exclude(NodeState state)
    {
        for (int j = 0; j < _low.Length; j++)
            (_low[j], _high[j]) = (state.From(j), state.To(j));
        foreach (LinearRow held in _table.Rows)
        {
            Spread(held, 1, _held);
            foreach (LinearRow reached in _table.Rows)
                if (!ReferenceEquals(held, reached) && (Misses(reached, 1, reached.Lower, held) || Misses(reached, -1, -reached.Upper, held)))
                    return true;
        }

        return false;
    }

    /// <summary>Whether sign p'x stays below what it must be at least (negative infinity for nothing), while the other row holds.</summary>
    private bool Misses(LinearRow reached, int sign, double least, LinearRow held)
    {
        if (double.IsInfinity(least))
            return false;
        Spread(reached, sign, _reached);
        int breaks = 0;
        bool share = false;
        for (int j = 0; j < _low.Length; j++)
        {
            share |= _reached[j] != 0 && _held[j] != 0;
            if ((_reached[j] != 0 || _held[j] != 0) && !(double.IsFinite(_low[j]) && double.IsFinite(_high[j])))
                return false;
            if (_held[j] != 0)
                _breaks[breaks++] = _reached[j] / _held[j];
        }

        // rows over different columns say no more together than each alone
        if (!share)
            return false;
        _breaks[breaks++] = 0;
        Span<double> sorted = _breaks.AsSpan(0, breaks);
        sorted.Sort();
        // the value is convex in mu: its least is at the first break after which it rises
        int from = 0, to = breaks - 1;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (RisesBetween(sorted[middle], sorted[middle + 1], held))
                to = middle;
            else
                from = middle + 1;
        }

        (double most, double size) = Most(sorted[from], held);
        return most < least - (Slack * (size + Math.Abs(least)));
    }

    private bool RisesBetween(double before, double after, LinearRow held)
    {
        double mu = 0.5 * (before + after), activity = 0;
        for (int j = 0; j < _low.Length; j++)
            activity += _held[j] * (_reached[j] - (mu * _held[j]) > 0 ? _high[j] : _low[j]);
        return (mu >= 0 ? held.Upper : held.Lower) - activity >= 0;
    }

    private (double Most, double Size) Most(double mu, LinearRow held)
    {
        double most = mu == 0 ? 0 : mu > 0 ? mu * held.Upper : mu * held.Lower, size = Math.Abs(most);
        for (int j = 0; j < _low.Length; j++)
        {
            double slope = _reached[j] - (mu * _held[j]);
            if (slope == 0)
                continue;
            double part = slope * (slope > 0 ? _high[j] : _low[j]);
            most += part;
            size += Math.Abs(part);
        }

        return (most, size);
    }

    private static void Spread(LinearRow row, int sign, double[] dense)
    {
        Array.Clear(dense);
        for (int k = 0; k < row.Columns.Length; k++)
            dense[row.Columns[k]] += sign * row.Coefficients[k];
    }
}
