namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>Improves a point by letting one column take another segment, and under a count by changing two places at once, as long as that helps.</summary>
internal sealed class SwapSearch(NodeWorker worker)
{
    private const int MostSolves = 600;

    /// <summary>How many columns that would come in are tried for each that would leave.</summary>
    private const int Tried = 12;

    private readonly NodeState _work = new(worker.Table);
    private readonly NodeState _all = new(worker.Table);
    private int _left;

    /// <summary>The point itself, or a better one. Points with multiples are left as they are: their tree finds the rest.</summary>
    internal Candidate Improve(Candidate point, StartingPrices? start, CancellationToken cancellation)
    {
        if (worker.Table.Counts.Count != 1 || worker.Table.Counts[0].Kind != ChoiceKind.CountAtMost || Array.Exists(worker.Table.Step, step => step > 0))
            return point;
        _left = MostSolves;
        while (_left > 0 && !worker.MustStop(cancellation) && Better(point, start, cancellation) is { } better)
            point = better;
        return point;
    }

    private Candidate? Better(Candidate point, StartingPrices? start, CancellationToken cancellation)
    {
        ChoiceEntry entry = worker.Table.Counts[0];
        int first = worker.Table.FirstColumn(entry);
        Candidate? again = worker.Settle(point.State, start, cancellation);
        _left--;
        if (again is null)
            return null;
        StartingPrices? own = worker.Solver.CapturePrices() ?? start;
        _all.Reset();
        Solution solution = worker.Solver.LastSolution;
        worker.Writer.Write(_all, worker.Prices);
        worker.Bound.Find(solution, _all, worker.Prices);
        var inside = new List<(int Column, double Gain)>();
        var outside = new List<(int Column, double Gain, int Segment)>();
        foreach (int i in entry.Members)
        {
            int j = first + i;
            (double counting, int segment) = worker.Bound.Counts.Least(j, _all, worker.Prices, 1, 1, 0);
            (double not, int other) = worker.Bound.Counts.Least(j, _all, worker.Prices, 1, 0, 0);
            if (segment < 0 || other < 0)
                continue;
            if ((worker.Table.Segments[j][point.State.First[j]].Counted & 1) != 0)
                inside.Add((j, not - counting));
            else
                outside.Add((j, not - counting, segment));
        }

        if (inside.Count < entry.Number)
            foreach ((int coming, _, int segment) in outside.OrderByDescending(item => item.Gain).Take(Tried))
                if (_left-- > 0 && Swapped(point, -1, coming, segment, own, cancellation) is { } larger)
                    return larger;
        foreach ((int leaving, _) in inside.OrderBy(item => item.Gain))
            foreach ((int coming, _, int segment) in outside.OrderByDescending(item => item.Gain).Take(Tried))
            {
                if (_left-- <= 0 || worker.MustStop(cancellation))
                    return null;
                if (Swapped(point, leaving, coming, segment, own, cancellation) is { } better)
                    return better;
            }

        return null;
    }

    private Candidate? Swapped(Candidate point, int leaving, int coming, int segment, StartingPrices? start, CancellationToken cancellation)
    {
        _work.CopyFrom(point.State);
        if (leaving >= 0)
            Open(leaving, Array.FindIndex(worker.Table.Segments[leaving], found => (found.Counted & 1) == 0));
        Open(coming, segment);
        return _work.Propagate() && worker.Settle(_work, start, cancellation) is { } found && found.Objective < point.Objective - (1e-9 * Math.Abs(point.Objective)) ? found : null;
    }

    private void Open(int column, int segment)
    {
        (_work.First[column], _work.Last[column]) = (segment, segment);
        (_work.Lower[column], _work.Upper[column]) = (worker.Table.Lower[column], worker.Table.Upper[column]);
    }
}
