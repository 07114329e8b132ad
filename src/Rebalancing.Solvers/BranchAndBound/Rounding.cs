namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// From an answer of the relaxation to a point that keeps every choice: open columns go to the segment they lean to, counts keep those that gain most,
/// alternatives and pairs go to the nearer side; multiples are then fixed half by half, the largest steps first, and the rest adapts each time.
/// </summary>
internal sealed class Rounding(NodeWorker worker)
{
    private readonly ChoiceTable _table = worker.Table;
    private readonly NodeState _work = new(worker.Table);
    private readonly NodeState _narrowed = new(worker.Table);
    private readonly MultipleFixing _multiples = new(worker);
    private readonly CountDive _dive = new(worker);
    private readonly int[] _choice = new int[worker.Table.Lower.Length];

    /// <summary>A point near the answer, or null. The worker's answer is overwritten.</summary>
    internal Candidate? Try(NodeState state, SolveResult result, StartingPrices? start, CancellationToken cancellation)
    {
        _work.CopyFrom(state);
        ReadOnlySpan<double> x = result.Solution.Columns.Values;
        foreach (int j in worker.Open.Columns)
            Lean(state, j, x[j]);
        for (int c = 0; c < _table.Counts.Count; c++)
            KeepCount(c, state);
        foreach (int j in worker.Open.Columns)
            (_work.First[j], _work.Last[j]) = (_choice[j], _choice[j]);
        SettleOthers(_work, result);
        if (!_work.Propagate())
            return null;
        return _multiples.Finish(_work, start, cancellation);
    }

    /// <summary>A point found by narrowing counts step by step, where <see cref="Try"/> found none; or null. The worker's answer and its prices are overwritten.</summary>
    internal Candidate? TryStepwise(NodeState state, StartingPrices? start, CancellationToken cancellation)
    {
        if (!_table.Counts.Exists(entry => entry.Kind == ChoiceKind.CountAtMost))
            return null;
        _narrowed.CopyFrom(state);
        if (_dive.Narrow(_narrowed, ref start, cancellation) is not { } result)
            return null;
        worker.Open.Read(_narrowed, result);
        return Try(_narrowed, result, start, cancellation);
    }

    /// <summary>Alternatives and pairs go to the side that the answer is nearer to.</summary>
    private void SettleOthers(NodeState state, SolveResult result)
    {
        for (int b = 0; b < state.Box.Length; b++)
            if (state.Box[b] == 0)
                state.Box[b] = Distance(_table.Boxes[b].First, _table.Boxes[b].Second, result.Values(_table.Boxes[b].On)) <= Distance(_table.Boxes[b].Third, _table.Boxes[b].Fourth, result.Values(_table.Boxes[b].On)) ? 1 : 2;
        for (int p = 0; p < state.Pair.Length; p++)
        {
            ReadOnlySpan<double> first = result.Values(_table.Pairs[p].On), second = result.Values(_table.Pairs[p].Other);
            for (int i = 0; i < first.Length; i++)
                if (state.Pair[p][i] == 0)
                    state.Pair[p][i] = first[i] <= second[i] ? 1 : 2;
        }
    }

    private static double Distance(double[] lower, double[] upper, ReadOnlySpan<double> x)
    {
        double most = 0;
        for (int i = 0; i < x.Length; i++)
            most = Math.Max(most, Math.Max(lower[i] - x[i], x[i] - upper[i]));
        return most;
    }

    private void Lean(NodeState state, int j, double x)
    {
        (bool onBridge, double share, _, Bridge bridge) = worker.Writer.EnvelopeOf(j).At(x);
        _choice[j] = onBridge ? share > 0.5 ? bridge.To : bridge.From : worker.Open.SegmentAt(state, j, x);
    }

    /// <summary>Too many count: those that gain least go to their best segment that does not. Too few: those that gain most among the others come.</summary>
    private void KeepCount(int c, NodeState state)
    {
        ChoiceEntry entry = _table.Counts[c];
        ulong bit = 1UL << c;
        int start = _table.FirstColumn(entry), counting = 0;
        var open = new List<(int Column, bool Counts, double Gain)>();
        foreach (int i in entry.Members)
        {
            int j = start + i;
            bool counts = (_table.Segments[j][state.IsSettled(j) ? state.First[j] : _choice[j]].Counted & bit) != 0;
            counting += counts ? 1 : 0;
            if (!state.IsSettled(j))
                open.Add((j, counts, Gain(j, state, bit, c)));
        }

        // stable: equal wishes stay in the order of the columns
        bool most = entry.Kind == ChoiceKind.CountAtMost;
        foreach ((int j, bool counts, _) in open.OrderBy(item => item.Gain))
            if (most && counting > entry.Number && counts && Switch(j, state, bit, counted: false))
                counting--;
        foreach ((int j, bool counts, double gain) in open.OrderByDescending(item => item.Gain))
            if (counting < entry.Number && !counts && (!most || gain > 0) && Switch(j, state, bit, counted: true))
                counting++;
    }

    /// <summary>What a column gains by counting, at the multipliers of the answer, before the price of the count.</summary>
    private double Gain(int j, NodeState state, ulong bit, int c)
    {
        (double counting, _) = worker.Bound.Counts.Least(j, state, worker.Prices, bit, bit, c);
        (double not, _) = worker.Bound.Counts.Least(j, state, worker.Prices, bit, 0, c);
        return not - counting;
    }

    private bool Switch(int j, NodeState state, ulong bit, bool counted)
    {
        (_, int segment) = worker.Bound.Counts.Least(j, state, worker.Prices, bit, counted ? bit : 0, -1);
        if (segment < 0)
            return false;
        _choice[j] = segment;
        return true;
    }
}
