namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Moves the price of each count towards the one at which the relaxation counts as many as it may. The number falls as the price rises: at the root the
/// price is bracketed and halved, at other nodes it takes a step or two towards what the bound's own prices say.
/// </summary>
internal sealed class PriceSearch(NodeWorker worker)
{
    /// <summary>A count within this much of its limit is met.</summary>
    private const double Near = 0.05;

    /// <summary>A price this near to the interval of best prices, as a part of it, is not moved at a node.</summary>
    private const double Slack = 0.1;

    /// <summary>Prices of counts that pull against each other grow without end: a search that has not raised the bound for so long ends where it was best.</summary>
    private const int Patience = 8;

    private readonly double[] _best = new double[worker.Prices.Length];
    private readonly double[] _low = new double[worker.Prices.Length];
    private readonly double[] _high = new double[worker.Prices.Length];
    private bool _isRoot;
    private double _bestBound;
    private int _stale;

    internal void Begin(bool isRoot)
    {
        (_isRoot, _bestBound, _stale) = (isRoot, double.NegativeInfinity, 0);
        Array.Clear(_low);
        Array.Fill(_high, double.PositiveInfinity);
    }

    /// <summary>Sets the prices for the next relaxation; false when they are good enough.</summary>
    internal bool Move(NodeState state, SolveResult result)
    {
        if (worker.Bound.Bound > _bestBound + (1e-9 * Math.Abs(worker.Bound.Bound)))
        {
            (_bestBound, _stale) = (worker.Bound.Bound, 0);
            worker.Prices.CopyTo(_best, 0);
        }
        else if (++_stale > Patience)
        {
            _best.CopyTo(worker.Prices, 0);
            return false;
        }

        bool moved = false;
        for (int c = 0; c < worker.Prices.Length; c++)
            moved |= _isRoot ? Bracket(c, state, result) : Follow(c);
        return moved;
    }

    /// <summary>For a count of at most so many the price is at least 0, for one of at least so many it is at most 0; both are searched by size.</summary>
    private bool Bracket(int c, NodeState state, SolveResult result)
    {
        ChoiceEntry entry = worker.Table.Counts[c];
        double sign = entry.Kind == ChoiceKind.CountAtMost ? 1 : -1, price = sign * worker.Prices[c];
        double excess = sign * (Counted(c, state, result) - entry.Number);
        if (Math.Abs(excess) <= Near || (price == 0 && excess < 0))
            return false;
        if (excess > 0)
            _low[c] = Math.Max(_low[c], price);
        else
            _high[c] = Math.Min(_high[c], price);
        double suggested = Math.Abs(0.5 * (worker.Bound.Counts.Low[c] + worker.Bound.Counts.High[c])), next;
        if (double.IsInfinity(_high[c]))
            next = Math.Max(4 * price, Math.Max(suggested, 1e-9));
        else if (_high[c] - _low[c] <= 1e-3 * _high[c])
            return false;
        else
            next = suggested > _low[c] + (0.1 * (_high[c] - _low[c])) && suggested < _high[c] - (0.1 * (_high[c] - _low[c])) ? suggested : _low[c] > 0 ? Math.Sqrt(_low[c] * _high[c]) : 0.25 * _high[c];
        worker.Prices[c] = sign * next;
        return true;
    }

    private bool Follow(int c)
    {
        double low = worker.Bound.Counts.Low[c], high = worker.Bound.Counts.High[c], price = worker.Prices[c];
        double best = Math.Clamp(price, Math.Min(low, high), Math.Max(low, high));
        if (Math.Abs(best - price) <= Slack * Math.Abs(best) || Math.Abs(best - price) < 1e-15)
            return false;
        worker.Prices[c] = 0.5 * (price + best);
        return true;
    }

    /// <summary>How many count in the relaxation: columns on a bridge count by their share.</summary>
    private double Counted(int c, NodeState state, SolveResult result)
    {
        ChoiceEntry entry = worker.Table.Counts[c];
        ReadOnlySpan<double> x = result.Solution.Columns.Values;
        int start = worker.Table.FirstColumn(entry);
        double sum = 0;
        foreach (int i in entry.Members)
        {
            int j = start + i;
            Segment[] segments = worker.Table.Segments[j];
            (bool onBridge, double share, _, Bridge bridge) = state.IsSettled(j) ? default : worker.Writer.EnvelopeOf(j).At(x[j]);
            sum += onBridge
                ? (Counts(segments[bridge.To], c) * share) + (Counts(segments[bridge.From], c) * (1 - share))
                : Counts(segments[worker.Open.SegmentAt(state, j, x[j])], c);
        }

        return sum;
    }

    private static double Counts(Segment segment, int c) => (segment.Counted >> c & 1) != 0 ? 1 : 0;
}
