using System.Diagnostics;
using Rebalancing.Solvers.BranchAndBound;

namespace Rebalancing.Solvers;

/// <summary>
/// Solves a program with choices by branch and bound over its convex relaxations, with a proof: the bound comes from multipliers alone and no engine's
/// word is taken for it. A program without choices is its own relaxation and is solved at the root.
/// </summary>
/// <remarks>Not thread-safe: one solver, one caller. Its own threads come from <see cref="DiscreteSettings.Threads"/>.</remarks>
public sealed class DiscreteSolver
{
    private readonly ChoiceTable _table;
    private readonly DiagonalCache _diagonals;
    private readonly NodeWorker[] _workers;

    /// <param name="program">What to solve; its numbers are read at every solve.</param>
    /// <param name="settings">Gaps, limits and choices; default <see cref="DiscreteSettings.Default"/>.</param>
    /// <exception cref="ArgumentException">More than 64 counts or conditional sums, or two steps on one coordinate.</exception>
    public DiscreteSolver(StructuredProgram program, DiscreteSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        Settings = settings ?? DiscreteSettings.Default;
        _table = new ChoiceTable(program);
        _table.Read();
        _diagonals = new DiagonalCache();
        _workers = new NodeWorker[Settings.Threads];
        for (int w = 0; w < _workers.Length; w++)
            _workers[w] = new NodeWorker(program, _table, _diagonals, Settings);
    }

    /// <summary>What is solved.</summary>
    public StructuredProgram Program { get; }

    /// <summary>How far it is searched.</summary>
    public DiscreteSettings Settings { get; }

    /// <summary>Solves the program's current numbers.</summary>
    /// <param name="cancellation">Honoured within one iteration of a convex solve; the best point so far is returned.</param>
    public DiscreteResult Solve(CancellationToken cancellation = default) => Solve(Deadline.Never, cancellation);

    /// <summary>The same inside a longer solve: it ends at that one's deadline too.</summary>
    internal DiscreteResult Solve(Deadline within, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        Deadline deadline = Deadline.After(Settings.TimeLimit).OrSooner(within);
        _table.Read();
        if (_table.Impossible >= 0)
            return new DiscreteResult(SolveStatus.Infeasible, null, null, double.PositiveInfinity, double.PositiveInfinity, 0, 0, Stopwatch.GetElapsedTime(began));
        foreach (NodeWorker worker in _workers)
            worker.Refresh(deadline);
        var tree = new TreeSearch(_workers, new SplitSearch(Program, _table, _diagonals, Settings, deadline), Settings);
        tree.Run(cancellation);
        SolveStatus status = StatusOf(tree, cancellation.IsCancellationRequested, deadline.HasPassed);
        return Report(tree, status, began);
    }

    private SolveStatus StatusOf(TreeSearch tree, bool cancelled, bool late)
    {
        if (tree.Best is { } best)
        {
            double gap = best.Objective - tree.Bound;
            if (gap <= Math.Max(Settings.AbsoluteGap, 1e-9 * Math.Abs(best.Objective)))
                return SolveStatus.Optimal;
            if (Settings.RootOnly || tree.IsClosed)
                return SolveStatus.OptimalWithinGap;
            // nothing is left to branch on: what remains is the precision of the convex solves
            if (tree.Complete && gap <= Settings.Convex.Tolerance * (1 + Math.Abs(best.Objective)))
                return SolveStatus.OptimalWithinGap;
        }
        else if (tree.Complete)
            return double.IsPositiveInfinity(tree.Bound) ? SolveStatus.Infeasible : SolveStatus.NumericalFailure;

        return cancelled ? SolveStatus.Cancelled : late ? SolveStatus.TimeLimit : tree.Complete ? SolveStatus.NumericalFailure : SolveStatus.IterationLimit;
    }

    /// <summary>The convex program that the best point settles is solved once more, so that everything about it can be asked.</summary>
    private DiscreteResult Report(TreeSearch tree, SolveStatus status, long began)
    {
        SolveResult? convex = null;
        if (tree.Best is { } best)
        {
            convex = _workers[0].SolveOwned(best.State);
            if (convex.Status != SolveStatus.Optimal)
                convex = null;
        }

        return new DiscreteResult(status, tree.Best, convex, tree.Bound, tree.RootBound, tree.Nodes, tree.Solves, Stopwatch.GetElapsedTime(began));
    }
}
