using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>The memory of one thread: a relaxation of its own, its solver, its bound. What it computes for a node depends on the node alone.</summary>
internal sealed class NodeWorker
{
    /// <summary>A settled answer that violates the program by more than this is not a point.</summary>
    private const double LargestViolation = 1e-6;

    private readonly StructuredProgram _source;

    internal NodeWorker(StructuredProgram source, ChoiceTable table, DiagonalCache diagonals, DiscreteSettings settings)
    {
        (_source, Table) = (source, table);
        Relaxed = new RelaxedProgram(source, table, diagonals);
        Writer = new RelaxationWriter(Relaxed);
        Solver = new ProgramSolver(Relaxed.Program, settings.Convex with { Threads = 1, Progress = null });
        Bound = new SeparableBound(Relaxed);
        State = new NodeState(table);
        Prices = new double[table.Counts.Count];
        Open = new OpenChoices(this);
    }

    internal ChoiceTable Table { get; }

    internal RelaxedProgram Relaxed { get; }

    internal RelaxationWriter Writer { get; }

    internal ProgramSolver Solver { get; }

    internal SeparableBound Bound { get; }

    internal NodeState State { get; }

    /// <summary>Prices of the counts in the next relaxation.</summary>
    internal double[] Prices { get; }

    /// <summary>What the last answer leaves open.</summary>
    internal OpenChoices Open { get; }

    /// <summary>Convex programs solved since the worker was made.</summary>
    internal long Solves { get; private set; }

    /// <summary>When the search must end.</summary>
    internal Deadline Deadline { get; private set; }

    /// <summary>Takes up the source's present numbers.</summary>
    /// <param name="deadline">When the search must end.</param>
    internal void Refresh(Deadline deadline)
    {
        Deadline = deadline;
        Writer.Refresh();
    }

    /// <summary>Whether the search must end now.</summary>
    internal bool MustStop(CancellationToken cancellation) => cancellation.IsCancellationRequested || Deadline.HasPassed;

    /// <summary>Solves the relaxation of a state at the present prices.</summary>
    internal SolveResult Solve(NodeState state, StartingPrices? start, CancellationToken cancellation)
    {
        Writer.Write(state, Prices);
        Solves++;
        return Solver.Solve(start, Deadline, cancellation);
    }

    /// <summary>Solves the convex program that a settled state leaves, its decisions stated as bounds of those whose choices they are. The search is over: its deadline does not count.</summary>
    internal SolveResult SolveOwned(NodeState settled)
    {
        Writer.Write(settled, Prices);
        Writer.WriteOwners(settled);
        Solves++;
        return Solver.Solve();
    }

    /// <summary>Solves the convex program that a settled state leaves. Null when it has no point, or its point is none.</summary>
    internal Candidate? Settle(NodeState settled, StartingPrices? start, CancellationToken cancellation)
    {
        SolveResult result = Solve(settled, start, cancellation);
        if (result.Status != SolveStatus.Optimal)
            return null;
        Solution solution = result.Solution;
        Violation violation = new RecomputedPoint(Relaxed.Program, solution).LargestViolation();
        if (!(violation.Relative <= LargestViolation))
            return null;
        var copy = new NodeState(Table);
        copy.CopyFrom(settled);
        return new Candidate(ObjectiveOf(solution, settled), copy, [.. solution.Columns.Values]);
    }

    /// <summary>The program's own objective at an answer, fixed costs of the settled segments included.</summary>
    internal double ObjectiveOf(Solution solution, NodeState settled)
    {
        double objective = new RecomputedPoint(_source, solution).Objective();
        for (int j = 0; j < settled.First.Length; j++)
            objective += Table.Segments[j][settled.First[j]].Cost;
        return objective;
    }
}
