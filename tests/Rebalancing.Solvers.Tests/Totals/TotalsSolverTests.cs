using Rebalancing.Solvers.Tests.DualNewton;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Totals;

/// <summary>Prices of totals around the dual Newton method, against the interior point and the checker that shares no code with either.</summary>
public class TotalsSolverTests
{
    [Test]
    public void Solve_PricedTotals_IsTheInteriorPointsOptimum([Values] bool netted, [Range(1, 60)] int seed)
    {
        OuterPriceChecks.AssertOptimum(new TotalsProgram(seed, netted).Program, seed);
    }

    [Test]
    public void Solve_BoundedTotals_IsTheInteriorPointsOptimum([Values] bool netted, [Range(1, 40)] int seed)
    {
        var written = new TotalsProgram(seed, netted);
        double net = new ProgramSolver(written.Program).Solve().Values(written.Net)[0];
        var random = new TestRandom(seed);
        (written.MostNet, written.LeastSecond) = (net - random.Uniform(0.0, 0.01), -random.Uniform(0.0, 0.02));
        written.Refill();

        SolveResult expected = new ProgramSolver(written.Program, OuterPriceChecks.Interior).Solve();
        if (expected.Status == SolveStatus.Optimal)
            OuterPriceChecks.AssertOptimum(written.Program, seed, mayHandOver: true);
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
        OuterPriceChecks.AssertCutOff(new TotalsProgram(seed, netted: true).Program, 0.01);
    }

    [Test]
    public void Solve_ContinuesLastOrNot_HasTheSameObjective([Values(1, 2, 3, 4, 5)] int seed)
    {
        OuterPriceChecks.AssertContinues(new TotalsProgram(seed, netted: true).Program);
    }

    [Test]
    public void Solve_Again_AllocatesNothing()
    {
        OuterPriceChecks.AssertAllocatesNothing(new TotalsProgram(7, netted: true).Program);
    }
}
