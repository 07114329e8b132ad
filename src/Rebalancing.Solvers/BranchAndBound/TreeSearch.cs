using System.Collections.Concurrent;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The tree: rounds of a fixed number of nodes, some dives and the best-bounded of the rest, worked on by any number of threads and taken in in order. All that
/// a round's nodes know of each other is the best point before the round, so the tree is the same whatever the number of threads.
/// </summary>
internal sealed class TreeSearch
{
    /// <summary>Nodes in a round.</summary>
    private const int Round = 8;

    /// <summary>A tree that is larger than this is worth a better split.</summary>
    private const int NodesBeforeSplit = 200;

    /// <summary>Nodes of a round that go on diving once there is a point, and before.</summary>
    private const int Dives = 2, DivesWithoutPoint = 4;

    private readonly DiscreteSettings _settings;
    private readonly SplitSearch _splits;
    private readonly PriorityQueue<Node, (double Bound, long Number)> _open = new();
    private readonly List<Node> _dives = [];
    private readonly List<Node> _round = [];
    private readonly long _solvesBefore;
    private long _solvesOfFormer;
    private NodeWorker[] _workers;
    private NodeProcessor[] _processors;
    private bool _isSplit;
    private double _floor = double.PositiveInfinity;
    private long _made;

    internal TreeSearch(NodeWorker[] workers, SplitSearch splits, DiscreteSettings settings)
    {
        (_workers, _splits, _settings, _solvesBefore) = (workers, splits, settings, SolvesOf(workers));
        _processors = [.. workers.Select(worker => new NodeProcessor(worker))];
    }

    /// <summary>The best point so far.</summary>
    internal Candidate? Best { get; private set; }

    internal int Nodes { get; private set; }

    /// <summary>No point is better.</summary>
    internal double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether everything was looked at.</summary>
    internal bool Complete { get; private set; }

    /// <summary>Whether the best point is as near to the bound as was asked for.</summary>
    internal bool IsClosed => Best is not null && Bound >= Objective - Tolerance;

    /// <summary>The bound that the root alone gave.</summary>
    internal double RootBound { get; private set; } = double.NegativeInfinity;

    /// <summary>Convex programs solved by this search.</summary>
    internal long Solves => SolvesOf(_workers) + _solvesOfFormer - _solvesBefore;

    private double Objective => Best?.Objective ?? double.PositiveInfinity;

    private double Tolerance => Best is null ? 0 : Math.Max(_settings.AbsoluteGap, _settings.RelativeGap * Math.Abs(Best.Objective));

    /// <summary>Runs until the gap closes, nothing is left, the limit of nodes is reached or it is stopped.</summary>
    internal void Run(CancellationToken cancellation)
    {
        Add(new Node(null, []) { Prices = new double[_workers[0].Prices.Length] });
        while (_open.Count + _dives.Count > 0 && !_workers[0].MustStop(cancellation) && Nodes < _settings.MaxNodes)
        {
            TakeRound();
            var outcomes = new NodeOutcome[_round.Count];
            Work(outcomes, Objective - Tolerance, cancellation);
            for (int k = 0; k < outcomes.Length; k++)
                TakeIn(_round[k], outcomes[k]);
            UpdateBound();
            _settings.Progress?.Report(new DiscreteProgress(Nodes, _open.Count + _dives.Count, Objective, Bound));
            if (Nodes == 1)
                RootBound = Bound;
            if (IsClosed || (_settings.RootOnly && Nodes >= 1))
                break;
            if (Nodes >= NodesBeforeSplit && !_isSplit)
                Split(cancellation);
        }

        Complete = _open.Count + _dives.Count == 0;
    }

    /// <summary>A better split starts the tree anew: what is branched on first matters most, and what was left open was chosen by the former split.</summary>
    private void Split(CancellationToken cancellation)
    {
        _isSplit = true;
        NodeWorker[]? workers = _splits.Find(_workers.Length, Objective, cancellation);
        _solvesOfFormer += _splits.Solves;
        if (workers is null)
            return;
        _solvesOfFormer += SolvesOf(_workers);
        (_workers, _processors) = (workers, [.. workers.Select(worker => new NodeProcessor(worker))]);
        _open.Clear();
        _dives.Clear();
        _floor = double.PositiveInfinity;
        Add(new Node(null, []) { Bound = Bound, Prices = new double[_workers[0].Prices.Length] });
    }

    private static long SolvesOf(NodeWorker[] workers) => workers.Sum(worker => worker.Solves);

    private void TakeRound()
    {
        _round.Clear();
        if (Nodes == 0)
        {
            _round.Add(_open.Dequeue());
            return;
        }

        _round.AddRange(_dives);
        _dives.Clear();
        while (_round.Count < Round && _open.TryDequeue(out Node? node, out _))
            if (node.Bound < Objective - Tolerance)
                _round.Add(node);
            else
                _floor = Math.Min(_floor, node.Bound);
    }

    private void Work(NodeOutcome[] outcomes, double cutoff, CancellationToken cancellation)
    {
        if (_workers.Length == 1)
        {
            for (int k = 0; k < outcomes.Length; k++)
                outcomes[k] = _processors[0].Process(_round[k], cutoff, cancellation);
            return;
        }

        var free = new ConcurrentBag<NodeProcessor>(_processors);
        Parallel.For(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = _workers.Length }, k =>
        {
            if (!free.TryTake(out NodeProcessor? processor))
                throw new InvalidOperationException("more nodes at work than workers");
            outcomes[k] = processor.Process(_round[k], cutoff, cancellation);
            free.Add(processor);
        });
    }

    private void TakeIn(Node node, NodeOutcome outcome)
    {
        foreach (Candidate candidate in outcome.Candidates)
            if (candidate.Objective < Objective)
                Best = candidate;
        if (outcome.Stopped)
        {
            Add(node);
            return;
        }

        Nodes++;
        if (outcome.Towards is null || outcome.Away is null)
        {
            // what ends below the best point's objective holds the bound down
            if (!double.IsPositiveInfinity(outcome.Bound))
                _floor = Math.Min(_floor, outcome.Bound);
            return;
        }

        Add(outcome.Away);
        outcome.Towards.Number = ++_made;
        if (_dives.Count < (Best is null ? DivesWithoutPoint : Dives) && outcome.Towards.Bound < Objective - Tolerance)
            _dives.Add(outcome.Towards);
        else
            _open.Enqueue(outcome.Towards, (outcome.Towards.Bound, outcome.Towards.Number));
    }

    private void Add(Node node)
    {
        node.Number = ++_made;
        _open.Enqueue(node, (node.Bound, node.Number));
    }

    private void UpdateBound()
    {
        double bound = Math.Min(Objective, _floor);
        if (_open.TryPeek(out Node? first, out _))
            bound = Math.Min(bound, first.Bound);
        foreach (Node dive in _dives)
            bound = Math.Min(bound, dive.Bound);
        Bound = Math.Max(Bound, bound);
    }
}
