namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// A point under counts of at most so many, where taking those that gain most at once leaves none: those that gain least go half by half, and the relaxation of what is left says each time
/// what the others are worth now. Rows that tie the columns together, like a budget that purchases must keep, are kept on the way.
/// </summary>
internal sealed class CountDive(NodeWorker worker)
{
    private const int MostRounds = 40;

    private readonly ChoiceTable _table = worker.Table;
    private readonly NodeState _before = new(worker.Table);
    private readonly List<(int Column, double Gain)> _open = [];

    /// <summary>Narrows a state until every count of at most so many holds whatever is chosen: the answer there, or null when that fails.</summary>
    internal SolveResult? Narrow(NodeState state, ref StartingPrices? start, CancellationToken cancellation)
    {
        double part = 0.5;
        for (int round = 0; round < MostRounds; round++)
        {
            SolveResult result = worker.Solve(state, start, cancellation);
            if (result.Status != SolveStatus.Optimal)
            {
                // too many went at once
                if (round == 0 || part < 0.01 || worker.MustStop(cancellation))
                    return null;
                state.CopyFrom(_before);
                part *= 0.25;
                continue;
            }

            start = result.Engine == EngineKind.DualNewton ? worker.Solver.CapturePrices() ?? start : start;
            worker.Bound.Find(result.Solution, state, worker.Prices);
            for (int c = 0; c < worker.Prices.Length; c++)
                worker.Prices[c] = 0.5 * (worker.Bound.Counts.Low[c] + worker.Bound.Counts.High[c]);
            _before.CopyFrom(state);
            bool any = false;
            for (int c = 0; c < _table.Counts.Count; c++)
                any |= Drop(c, state, part);
            if (!any)
                return result;
            if (state.Propagate())
                continue;
            state.CopyFrom(_before);
            part *= 0.25;
        }

        return null;
    }

    /// <summary>Excludes a part of those above the count, the ones that gain least; false when none is above it.</summary>
    private bool Drop(int c, NodeState state, double part)
    {
        ChoiceEntry entry = _table.Counts[c];
        if (entry.Kind != ChoiceKind.CountAtMost)
            return false;
        int start = _table.FirstColumn(entry), sure = 0;
        ulong bit = 1UL << c;
        _open.Clear();
        foreach (int i in entry.Members)
        {
            int j = start + i;
            double counting = worker.Bound.Counts.Least(j, state, worker.Prices, bit, bit, c).Value;
            (double not, int segment) = worker.Bound.Counts.Least(j, state, worker.Prices, bit, 0, c);
            if (segment < 0)
                sure++;
            else if (!double.IsPositiveInfinity(counting))
                _open.Add((j, not - counting));
        }

        int excess = sure + _open.Count - entry.Number;
        if (excess <= 0)
            return false;
        _open.Sort((a, b) => a.Gain != b.Gain ? a.Gain.CompareTo(b.Gain) : a.Column.CompareTo(b.Column));
        int dropped = Math.Max(1, (int)(part * excess));
        foreach ((int j, _) in _open.GetRange(0, Math.Min(dropped, _open.Count)))
        {
            (_, int segment) = worker.Bound.Counts.Least(j, state, worker.Prices, bit, 0, c);
            (state.First[j], state.Last[j]) = (segment, segment);
        }

        return true;
    }
}
