using Rebalancing.Solvers.Tests.Random;

namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>Solving again: no allocation, the same bits; the same bits whatever the number of threads; stopped within one iteration.</summary>
public class ResolveTests
{
    private static readonly SolverSettings Settings = new() { Engine = EngineKind.InteriorPoint };

    [Test]
    public void Solve_AgainOverRandomPrograms_AllocatesNothingAndKeepsTheBits()
    {
        // the generator's first programs have kinks, powers, pieces, logs, lots, budgets, norms, covariances and special rows among them
        for (int seed = 1; seed <= 60; seed++)
        {
            (PlainProgram program, _, _) = ProgramGenerator.Make(seed, Twin.Solvable);
            var solver = new ProgramSolver(program.Record(), Settings);
            solver.Solve();
            double[] first = Numbers(solver.Solve());

            Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero, $"bytes allocated by a re-solve of seed {seed}");
            Assert.That(Numbers(solver.Solve()), Is.EqualTo(first), $"seed {seed}");
        }
    }

    [Test]
    public void Solve_WithTwoThreads_HasTheBitsOfOne()
    {
        double[] one = Numbers(new ProgramSolver(SolveHash.Wide(), Settings).Solve());
        double[] two = Numbers(new ProgramSolver(SolveHash.Wide(), Settings with { Threads = 2 }).Solve());
        Assert.That(two, Is.EqualTo(one));
    }

    [Test]
    public void Solve_CancelledBefore_SaysSoAtOnce()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        SolveResult result = new ProgramSolver(SolveHash.Wide(), Settings).Solve(source.Token);
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Cancelled));
        Assert.That(result.Iterations, Is.Zero);
        Assert.That(result.Objective, Is.NaN);
    }

    [Test]
    public void Solve_CancelledByItsProgress_StopsInThatIteration()
    {
        using var source = new CancellationTokenSource();
        var progress = new CancelAt(source, 3);
        SolveResult result = new ProgramSolver(SolveHash.Wide(), Settings with { Progress = progress }).Solve(source.Token);
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Cancelled));
        Assert.That(result.Iterations, Is.EqualTo(3));
    }

    [Test]
    public void Solve_WithLimits_StopsThere()
    {
        Assert.That(new ProgramSolver(SolveHash.Wide(), Settings with { MaxIterations = 2 }).Solve().Status, Is.EqualTo(SolveStatus.IterationLimit));
        Assert.That(new ProgramSolver(SolveHash.Wide(), Settings with { TimeLimit = TimeSpan.Zero }).Solve().Status, Is.EqualTo(SolveStatus.TimeLimit));
    }

    private static double[] Numbers(SolveResult result) => [.. result.Solution.Columns.Values, .. result.Solution.Columns.LowerDuals, .. result.Solution.ImagePrices, .. result.Solution.Flows.Values];

    private sealed class CancelAt(CancellationTokenSource source, int iteration) : IProgress<IterationReport>
    {
        public void Report(IterationReport value)
        {
            if (value.Iteration == iteration)
                source.Cancel();
        }
    }
}
