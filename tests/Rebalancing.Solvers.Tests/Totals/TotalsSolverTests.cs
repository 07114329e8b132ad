using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Totals;

/// <summary>Prices of totals around the dual Newton method, against the interior point and the checker that shares no code with either.</summary>
public class TotalsSolverTests
{
    private static readonly SolverSettings Interior = new() { Engine = EngineKind.InteriorPoint };

    [Test]
    public void Solve_PricedTotals_IsTheInteriorPointsOptimum([Values] bool netted, [Range(1, 60)] int seed)
    {
        StructuredProgram program = new TotalsProgram(seed, netted).Program;

        AssertSolved(program, seed);
    }

    [Test]
    public void Solve_BoundedTotals_IsTheInteriorPointsOptimum([Values] bool netted, [Range(1, 40)] int seed)
    {
        var written = new TotalsProgram(seed, netted);
        double net = new ProgramSolver(written.Program).Solve().Values(written.Net)[0];
        var random = new TestRandom(seed);
        (written.MostNet, written.LeastSecond) = (net - random.Uniform(0.0, 0.01), -random.Uniform(0.0, 0.02));
        written.Refill();

        SolveResult expected = new ProgramSolver(written.Program, Interior).Solve();
        if (expected.Status == SolveStatus.Optimal)
            AssertSolved(written.Program, seed, mayHandOver: true);
        else
            Assert.That(new ProgramSolver(written.Program).Solve().Status, Is.EqualTo(expected.Status), $"seed {seed}");
    }

    [Test]
    public void Solve_BoundedTotals_AreSeldomHandedOver()
    {
        int handedOver = 0, solved = 0;
        for (int seed = 101; seed <= 160; seed++)
        {
            var written = new TotalsProgram(seed, netted: seed % 2 == 0);
            double net = new ProgramSolver(written.Program).Solve().Values(written.Net)[0];
            written.MostNet = net - 0.002;
            written.Refill();
            SolveResult result = new ProgramSolver(written.Program).Solve();
            solved += result.Status == SolveStatus.Optimal ? 1 : 0;
            handedOver += result.Status == SolveStatus.Optimal && result.Engine == EngineKind.InteriorPoint ? 1 : 0;
        }

        Assert.That(solved, Is.GreaterThan(40));
        Assert.That(handedOver, Is.LessThanOrEqualTo(solved / 20), $"of {solved}");
    }

    [Test]
    public void Solve_BoundOfTotalThatCannotBeKept_IsInfeasible([Values(1, 2, 3)] int seed)
    {
        var written = new TotalsProgram(seed, netted: true) { LeastSecond = 10 };
        written.Refill();
        SolveResult result = new ProgramSolver(written.Program).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.InteriorPoint), "the proof of infeasibility is the interior point's");
    }

    [Test]
    public void Solve_CutoffBelowTheOptimum_StopsWithAProof([Values(1, 2, 3, 4, 5)] int seed)
    {
        ProgramSolver solver = new(new TotalsProgram(seed, netted: true).Program);
        double optimum = solver.Solve().Objective, cutoff = optimum - (0.01 * Math.Abs(optimum));
        SolveResult result = solver.Solve(new SolveRequest { ObjectiveCutoff = cutoff });

        Assert.That(result.Status, Is.EqualTo(SolveStatus.CutOff));
        Assert.That(result.LowerBound, Is.GreaterThan(cutoff).And.LessThanOrEqualTo(optimum + (Tolerances.Objective * Math.Abs(optimum))));
        Assert.That(result.Certificate.LowerBound, Is.EqualTo(result.LowerBound).Within(Tolerances.Objective * Math.Abs(optimum)), "the independent bound from the same multipliers");
    }

    [Test]
    public void Solve_ContinuesLastOrNot_HasTheSameObjective([Values(1, 2, 3, 4, 5)] int seed)
    {
        ProgramSolver solver = new(new TotalsProgram(seed, netted: true).Program);
        double first = solver.Solve().Objective;
        SolveResult again = solver.Solve(new SolveRequest { ContinuesLast = true });

        Assert.That(again.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(again.Objective, Is.EqualTo(first).Within(Tolerances.Objective * Math.Abs(first)));
        Assert.That(solver.Solve().Objective, Is.EqualTo(first), "from the beginning, to the bit");
    }

    [Test]
    public void Solve_Again_AllocatesNothing()
    {
        ProgramSolver solver = new(new TotalsProgram(7, netted: true).Program);
        for (int warm = 0; warm < 3; warm++)
            _ = solver.Solve();
        long allocated = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _ = solver.Solve();
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(allocated, Is.Zero);
    }

    private static void AssertSolved(StructuredProgram program, int seed, bool mayHandOver = false)
    {
        SolveResult result = new ProgramSolver(program).Solve();
        SolveResult expected = new ProgramSolver(program, Interior).Solve();
        double size = Math.Abs(expected.Objective);

        Assert.That(expected.Status, Is.EqualTo(SolveStatus.Optimal), $"seed {seed}");
        Assert.That(mayHandOver || result.Engine == EngineKind.DualNewton, $"seed {seed}: {result.EngineReason}");
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Objective, Is.EqualTo(expected.Objective).Within(Tolerances.SolverAgreement * size), $"seed {seed}");
        Assert.That(result.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual), $"seed {seed}");
        Assert.That(result.Certificate.RelativeGap, Is.LessThan(Tolerances.SolverAgreement), $"seed {seed}");
    }
}
