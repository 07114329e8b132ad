namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The work on one node as prose: what follows from its decisions, the relaxation, what its multipliers prove, what the bound excludes, points nearby,
/// and two children.
/// </summary>
internal sealed class NodeProcessor(NodeWorker worker)
{
    /// <summary>Solves of the root's relaxation while prices of counts move.</summary>
    private const int MostRootPasses = 60;

    /// <summary>The same at any other node.</summary>
    private const int MostPasses = 3;

    /// <summary>Below the root points are looked for at every node of this depth and its multiples.</summary>
    private const int DepthsBetweenPoints = 6;

    private readonly Rounding _rounding = new(worker);
    private readonly PriceSearch _prices = new(worker);
    private readonly SwapSearch _swaps = new(worker);
    private readonly RowPairs _pairs = new(worker.Table);
    private readonly List<Decision> _fixed = [];

    /// <summary>Works on a node.</summary>
    /// <param name="node">Which.</param>
    /// <param name="cutoff">A node that cannot be better than this is closed; infinite while there is no point.</param>
    /// <param name="cancellation">Honoured between and inside solves.</param>
    internal NodeOutcome Process(Node node, double cutoff, CancellationToken cancellation)
    {
        NodeState state = worker.State;
        node.Load(state);
        if (!state.Propagate())
            return new NodeOutcome { Bound = double.PositiveInfinity };
        _fixed.Clear();
        node.Prices.CopyTo(worker.Prices, 0);
        _prices.Begin(isRoot: node.Parent is null);
        double bound = node.Bound;
        StartingPrices? start = node.Start;
        SolveResult result;
        for (int pass = 1; ; pass++)
        {
            result = worker.Solve(state, start, cancellation);
            if (result.Status == SolveStatus.Infeasible)
                return new NodeOutcome { Bound = double.PositiveInfinity };
            if (worker.MustStop(cancellation) || result.Status == SolveStatus.Cancelled)
                return new NodeOutcome { Bound = bound, Stopped = true };
            if (result.Status != SolveStatus.Optimal)
                return WithoutAnswer(node, state, result, bound, cutoff);
            start = result.Engine == EngineKind.DualNewton ? worker.Solver.CapturePrices() ?? start : start;
            worker.Bound.Find(result.Solution, state, worker.Prices);
            bound = Math.Max(bound, worker.Bound.Bound);
            if (bound >= cutoff)
                return new NodeOutcome { Bound = bound };
            bool excluded = ExcludeByBound(state, cutoff);
            if (excluded && !state.Propagate())
                return new NodeOutcome { Bound = cutoff };
            bool moved = _prices.Move(state, result);
            // what is excluded changes the relaxation, so the answer that is branched on comes after it
            if (!excluded && (!moved || pass >= (node.Parent is null ? MostRootPasses : MostPasses)))
                break;
        }

        return Finish(node, bound, result, start, cancellation);
    }

    private NodeOutcome Finish(Node node, double bound, SolveResult result, StartingPrices? start, CancellationToken cancellation)
    {
        NodeState state = worker.State;
        worker.Open.Read(state, result);
        (Decision Towards, Decision Away)? branch = worker.Open.Branch;
        bool root = node.Parent is null;
        var prices = new double[worker.Prices.Length];
        worker.Prices.CopyTo(prices, 0);
        List<Candidate> candidates = [];
        if (root || !worker.Open.Any || node.Depth % DepthsBetweenPoints == 0)
            if ((_rounding.Try(state, result, start, cancellation) ?? (root ? _rounding.TryStepwise(state, start, cancellation) : null)) is { } point)
                candidates.Add(root ? _swaps.Improve(point, start, cancellation) : point);
        if (branch is not { } sides)
            return new NodeOutcome { Bound = bound, Candidates = candidates, Unproved = true };
        return new NodeOutcome
        {
            Bound = bound,
            Candidates = candidates,
            Towards = Child(node, sides.Towards, bound, start, prices),
            Away = Child(node, sides.Away, bound, start, prices),
        };
    }

    private Node Child(Node parent, Decision decision, double bound, StartingPrices? start, double[] prices) =>
        new(parent, [.. _fixed, decision]) { Bound = bound, Start = start, Prices = prices };

    /// <summary>
    /// The engine found no answer. Its last multipliers prove something all the same, and where limits exclude each other they prove more than the cutoff; where limits miss each other
    /// by less than the engine's tolerance, pairs of rows tell. Otherwise the first thing that is open is branched on.
    /// </summary>
    private NodeOutcome WithoutAnswer(Node node, NodeState state, SolveResult result, double bound, double cutoff)
    {
        worker.Bound.Find(result.Solution, state, worker.Prices);
        if (worker.Bound.Bound > bound)
            bound = worker.Bound.Bound;
        if (bound >= cutoff)
            return new NodeOutcome { Bound = bound };
        if (_pairs.Exclude(state))
            return new NodeOutcome { Bound = double.PositiveInfinity };
        for (int j = 0; j < state.First.Length; j++)
            if (!state.IsSettled(j))
                return new NodeOutcome
                {
                    Bound = bound,
                    Towards = Child(node, Decision.Keep(j, state.First[j], state.First[j]), bound, null, node.Prices),
                    Away = Child(node, Decision.Keep(j, state.First[j] + 1, state.Last[j]), bound, null, node.Prices),
                };
        for (int b = 0; b < state.Box.Length; b++)
            if (state.Box[b] == 0)
                return new NodeOutcome { Bound = bound, Towards = Child(node, Decision.Take(b, 1), bound, null, node.Prices), Away = Child(node, Decision.Take(b, 2), bound, null, node.Prices) };
        return new NodeOutcome { Bound = bound, Unproved = true };
    }

    /// <summary>Segments at either end of a column that would lift the bound above the cutoff are excluded, for this node and all below it.</summary>
    private bool ExcludeByBound(NodeState state, double cutoff)
    {
        if (double.IsPositiveInfinity(cutoff))
            return false;
        bool any = Exclude(state, cutoff, worker.Bound.Counts.Low, worker.Bound.Bound);
        if (worker.Prices.Length == 1)
            any |= Exclude(state, cutoff, worker.Bound.Counts.High, worker.Bound.Bound);
        return any;
    }

    private bool Exclude(NodeState state, double cutoff, ReadOnlySpan<double> prices, double bound)
    {
        bool any = false;
        for (int j = 0; j < state.First.Length; j++)
        {
            if (state.IsSettled(j))
                continue;
            CountPrices counts = worker.Bound.Counts;
            double least = counts.Least(j, state, prices, ulong.MaxValue, ulong.MaxValue, -1).Value;
            (int first, int last) = (state.First[j], state.Last[j]);
            while (first < last && bound - least + counts.Priced(j, first, prices) >= cutoff)
                first++;
            while (last > first && bound - least + counts.Priced(j, last, prices) >= cutoff)
                last--;
            if (first == state.First[j] && last == state.Last[j])
                continue;
            (state.First[j], state.Last[j]) = (first, last);
            _fixed.Add(Decision.Keep(j, first, last));
            any = true;
        }

        return any;
    }
}
