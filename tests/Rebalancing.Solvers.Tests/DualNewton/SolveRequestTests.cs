using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>What a search over related programs asks for: cutoffs with a proof, bounds changed in place, starts from the last answer.</summary>
public class SolveRequestTests
{
    private static readonly double[] Shares = [0.001, 0.1, 0.5, 0.9, 0.999];

    [Test]
    public void Solve_CutoffBelowTheOptimum_StopsWithAProof([Values] CostKind kind, [Values(1, 2, 3)] int seed, [ValueSource(nameof(Shares))] double share)
    {
        FactorInstance instance = new(200, 12, seed);
        ProgramSolver solver = new(FactorProgram.Of(instance, kind));
        double optimum = solver.Solve().Objective;
        double start = optimum - (0.05 * Math.Abs(optimum));
        double cutoff = start + (share * (optimum - start));
        SolveResult result = solver.Solve(new SolveRequest { ObjectiveCutoff = cutoff });

        Assert.That(result.Status, Is.EqualTo(SolveStatus.CutOff), $"seed {seed}");
        Assert.That(result.Objective, Is.NaN);
        Assert.That(result.LowerBound, Is.GreaterThan(cutoff).And.LessThanOrEqualTo(optimum + (Tolerances.Objective * Math.Abs(optimum))));
        Assert.That(result.Certificate.LowerBound, Is.EqualTo(result.LowerBound).Within(Tolerances.Objective * Math.Abs(optimum)), "the independent bound from the same multipliers");
    }

    [Test]
    public void Solve_CutoffAboveTheOptimum_IsNotReached([Values] CostKind kind, [Values(1, 2, 3)] int seed)
    {
        ProgramSolver solver = new(FactorProgram.Of(new FactorInstance(200, 12, seed), kind));
        double optimum = solver.Solve().Objective;
        SolveResult result = solver.Solve(new SolveRequest { ObjectiveCutoff = optimum + (1e-6 * Math.Abs(optimum)) });

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Objective, Is.EqualTo(optimum));
    }

    [Test]
    public void Narrow_BoundsOfSomeCoordinates_IsTheProgramWrittenWithThem([Values] CostKind kind, [Values(1, 2, 3)] int seed, [Values] bool continues)
    {
        TestRandom random = new(seed);
        FactorInstance instance = new(150, 10, seed);
        FactorProgram written = new(instance, kind);
        FactorProgram twin = new(new FactorInstance(150, 10, seed), kind);
        ProgramSolver solver = new(written.Program);
        double wide = solver.Solve().Objective;
        double[] best = solver.Solve().Values(written.Holdings).ToArray();
        for (int round = 0; round < 60; round++)
        {
            // the holdings of the account stay feasible
            int i = random.Integer(0, best.Length);
            double now = instance.Holdings[i], between = now == 0 ? 0 : 0.5 * (best[i] + now);
            (double lower, double upper) = now > best[i] ? (between, double.PositiveInfinity) : (double.NegativeInfinity, between);
            written.Program.Narrow(written.Holdings, i, lower, upper);
            twin.Program.Narrow(twin.Holdings, i, lower, upper);
        }

        SolveResult result = solver.Solve(new SolveRequest { ContinuesLast = continues });
        SolveResult other = new ProgramSolver(twin.Program, new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-9 }).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
        Assert.That(other.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Objective, Is.EqualTo(other.Objective).Within(Tolerances.SolverAgreement * Math.Abs(other.Objective)));
        Assert.That(Math.Abs(result.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective));

        written.Program.Widen(written.Holdings);

        Assert.That(solver.Solve().Objective, Is.EqualTo(wide), "the first objective comes back to the bit");
    }

    [Test]
    public void Narrow_ManyTimes_AllocatesNothingAfterTheFirst()
    {
        FactorProgram written = new(new FactorInstance(150, 10, 3), CostKind.Spread);
        ProgramSolver solver = new(written.Program);
        SolveRequest request = new() { ContinuesLast = true, ObjectiveCutoff = 100 };
        written.Program.Narrow(written.Holdings, 0, 0, 0);
        solver.Solve(request);
        int round = 0;

        Assert.That(
            Allocation.Least(() =>
            {
                written.Program.Narrow(written.Holdings, round++, 0, 0.001);
                solver.Solve(request);
            }),
            Is.Zero);
    }

    [Test]
    public void Solve_NothingIsFeasibleButThereIsACutoff_IsCutOffOrInfeasible([Values(1, 2, 3)] int seed)
    {
        FactorProgram written = new(new FactorInstance(100, 8, seed), CostKind.Spread);
        ProgramSolver solver = new(written.Program);
        double optimum = solver.Solve().Objective;
        for (int i = 0; i < 100; i++)
            written.Program.Narrow(written.Holdings, i, double.NegativeInfinity, 0.9 / 100);
        SolveResult result = solver.Solve(new SolveRequest { ObjectiveCutoff = optimum + 1, ContinuesLast = true });

        Assert.That(result.Status, Is.EqualTo(SolveStatus.CutOff).Or.EqualTo(SolveStatus.Infeasible));
        if (result.Status == SolveStatus.CutOff)
            Assert.That(result.Certificate.LowerBound, Is.GreaterThan(optimum + 1));
    }

    [Test]
    public void Narrow_WrongArguments_AreRefused()
    {
        FactorProgram written = new(new FactorInstance(20, 3, 1), CostKind.Lots);

        Assert.That(() => written.Program.Narrow(written.Holdings, 20, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => written.Program.Narrow(written.Holdings, 0, double.NaN, 1), Throws.ArgumentException);
        Assert.That(() => written.Program.Narrow(new Block(99, 20), 0, 0, 1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new SolveRequest { ObjectiveCutoff = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Log_AfterASolve_HasEveryStepAndEndsWithinTheTolerance([Values] CostKind kind)
    {
        ProgramSolver solver = new(FactorProgram.Of(new FactorInstance(200, 12, 2), kind));
        SolveResult result = solver.Solve();

        Assert.That(result.Log, Has.Count.EqualTo(result.Iterations + 1));
        Assert.That(result.Log[^1].Gap, Is.LessThan(Tolerances.Objective));
        Assert.That(result.Log[^1].PrimalResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(result.Log[0].PrimalResidual + result.Log[0].Gap, Is.GreaterThan(result.Log[^1].PrimalResidual + result.Log[^1].Gap));
    }
}
