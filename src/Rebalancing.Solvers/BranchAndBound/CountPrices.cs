namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Prices of the counts at fixed slopes of the columns: for one count the best price lies between what the last column that fits gains by counting and
/// what the first that does not would gain. Several counts take turns.
/// </summary>
internal sealed class CountPrices
{
    /// <summary>Each addition is off by at most this part of what is added so far.</summary>
    private const double Rounding = 2.3e-16;

    private readonly ChoiceTable _table;
    private readonly SeparableBound _bound;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _gains;

    internal CountPrices(ChoiceTable table, SeparableBound bound)
    {
        (_table, _bound) = (table, bound);
        _low = new double[table.Counts.Count];
        _high = new double[table.Counts.Count];
        _gains = new double[table.Lower.Length];
    }

    /// <summary>Least prices that give the best bound; a count of at least so many has prices at most 0.</summary>
    internal ReadOnlySpan<double> Low => _low;

    /// <summary>Largest prices that give the best bound.</summary>
    internal ReadOnlySpan<double> High => _high;

    /// <summary>Sum over columns of their least priced value, less price times limit.</summary>
    internal double Total { get; private set; }

    internal void Sharpen(NodeState state, ReadOnlySpan<double> start)
    {
        start.CopyTo(_low);
        int turns = _low.Length > 1 ? 3 : _low.Length;
        for (int turn = 0; turn < turns; turn++)
            for (int c = 0; c < _low.Length; c++)
                Turn(c, state);
        if (_low.Length != 1)
            _low.CopyTo(_high, 0);
        Total = TotalAt(_low, state);
    }

    /// <summary>
    /// Sum over columns of their least value at these prices, less price times limit, less what rounding may have added: prices of counts that pull against each other may grow
    /// without end, and then nearly all of the sum cancels. A bound but for the constant.
    /// </summary>
    internal double TotalAt(ReadOnlySpan<double> prices, NodeState state)
    {
        double total = 0, priced = 0;
        for (int c = 0; c < prices.Length; c++)
        {
            total -= prices[c] * _table.Counts[c].Number;
            priced += Math.Abs(prices[c]) * (_table.Counts[c].Number + _table.Counts[c].Members.Length);
        }

        for (int j = 0; j < state.First.Length; j++)
            total += Least(j, state, prices, ulong.MaxValue, ulong.MaxValue, -1).Value;
        return total - (Rounding * state.First.Length * priced);
    }

    /// <summary>The least priced value of column j over segments that count (or do not) whose masked bits are the wanted ones, and where.</summary>
    internal (double Value, int Segment) Least(int j, NodeState state, ReadOnlySpan<double> prices, ulong mask, ulong wanted, int without)
    {
        (double value, int best) = (double.PositiveInfinity, -1);
        for (int s = state.First[j]; s <= state.Last[j]; s++)
        {
            ulong counted = _table.Segments[j][s].Counted;
            if (mask != ulong.MaxValue && (counted & mask) != wanted)
                continue;
            double priced = Priced(j, s, prices, without);
            if (priced < value)
                (value, best) = (priced, s);
        }

        return (value, best);
    }

    /// <summary>The least value in segment s of column j with the prices of what it counts for, but for one.</summary>
    internal double Priced(int j, int s, ReadOnlySpan<double> prices, int without = -1)
    {
        double value = _bound.Minima[j][s];
        ulong counted = _table.Segments[j][s].Counted;
        for (int c = 0; c < prices.Length; c++)
            if (c != without && (counted >> c & 1) != 0)
                value += prices[c];
        return value;
    }

    /// <summary>The best price of count c at the others' prices.</summary>
    private void Turn(int c, NodeState state)
    {
        ChoiceEntry entry = _table.Counts[c];
        int start = _table.FirstColumn(entry), open = 0, sure = 0;
        ulong bit = 1UL << c;
        foreach (int i in entry.Members)
        {
            double counting = Least(start + i, state, _low, bit, bit, c).Value, not = Least(start + i, state, _low, bit, 0, c).Value;
            if (double.IsPositiveInfinity(not))
                sure++;
            else if (!double.IsPositiveInfinity(counting))
                _gains[open++] = not - counting;
        }

        Array.Sort(_gains, 0, open);
        int left = entry.Number - sure;
        // ascending: the `left` largest gains are at the end
        double last = left > 0 && left <= open ? _gains[open - left] : double.PositiveInfinity;
        double next = left < open && left >= 0 ? _gains[open - left - 1] : double.NegativeInfinity;
        if (entry.Kind == ChoiceKind.CountAtMost)
            (_low[c], _high[c]) = (Math.Max(0, next), double.IsInfinity(last) ? Math.Max(0, next) : Math.Max(0, last));
        else
            (_high[c], _low[c]) = (Math.Min(0, last), double.IsInfinity(next) ? Math.Min(0, last) : Math.Min(0, next));
        if (entry.Kind == ChoiceKind.CountAtLeast && double.IsInfinity(_high[c]))
            (_low[c], _high[c]) = (0, 0);
    }
}
