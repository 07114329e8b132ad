namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Multiples in a state whose segments are settled: half of the columns that are free go to their nearest multiple, the largest steps first, the convex
/// program moves the rest, and so on until all are fixed. A half that leaves no point is taken back and tried smaller, at last the other way round.
/// </summary>
internal sealed class MultipleFixing(NodeWorker worker)
{
    private const int MostSolves = 400;

    private readonly ChoiceTable _table = worker.Table;
    private readonly NodeState _before = new(worker.Table);
    private readonly List<int> _free = [];

    /// <summary>The point, or null. The state ends with every multiple fixed where there is one.</summary>
    internal Candidate? Finish(NodeState state, StartingPrices? start, CancellationToken cancellation)
    {
        FindFree(state);
        if (_free.Count == 0)
            return worker.Settle(state, start, cancellation);
        SolveResult result = worker.Solve(state, start, cancellation);
        if (result.Status != SolveStatus.Optimal)
            return null;
        double[] x = [.. result.Solution.Columns.Values];
        for (int solves = 0, batch = Half(); _free.Count > 0 && solves < MostSolves; solves++)
        {
            _before.CopyFrom(state);
            for (int k = 0; k < batch; k++)
                Fix(state, _free[k], _table.Nearest(_free[k], x[_free[k]]));
            if (Answer(state, start, cancellation) is { } answer)
            {
                _free.RemoveRange(0, batch);
                (x, batch) = (answer, Half());
                continue;
            }

            if (worker.MustStop(cancellation))
                return null;
            state.CopyFrom(_before);
            if (batch > 1)
            {
                batch = Math.Max(1, batch / 4);
                continue;
            }

            int j = _free[0];
            double nearest = _table.Nearest(j, x[j]);
            Fix(state, j, nearest > x[j] ? _table.Down(j, x[j]) : _table.Up(j, x[j]));
            if (Answer(state, start, cancellation) is not { } other)
                return null;
            _free.RemoveAt(0);
            (x, batch) = (other, Half());
        }

        return _free.Count == 0 ? worker.Settle(state, start, cancellation) : null;
    }

    private int Half() => (_free.Count + 1) / 2;

    private void FindFree(NodeState state)
    {
        _free.Clear();
        for (int j = 0; j < state.First.Length; j++)
            if (_table.Step[j] > 0 && state.From(j) < state.To(j))
                _free.Add(j);
        _free.Sort((a, b) => _table.Step[a] != _table.Step[b] ? _table.Step[b].CompareTo(_table.Step[a]) : a.CompareTo(b));
    }

    private static void Fix(NodeState state, int j, double multiple)
    {
        double value = Math.Clamp(multiple, state.From(j), state.To(j));
        (state.Lower[j], state.Upper[j]) = (value, value);
    }

    private double[]? Answer(NodeState state, StartingPrices? start, CancellationToken cancellation)
    {
        if (!state.Propagate())
            return null;
        SolveResult result = worker.Solve(state, start, cancellation);
        return result.Status == SolveStatus.Optimal ? [.. result.Solution.Columns.Values] : null;
    }
}
