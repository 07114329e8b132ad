using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>The usual family and its hard relatives: solved by the dual Newton method itself, proved by the checker that shares no code with it.</summary>
public class DualNewtonFamiliesTests
{
    private static readonly SolverSettings Forced = new() { Engine = EngineKind.DualNewton };

    [Test]
    public void Solve_UsualFamily_IsCertified([Values] CostKind kind, [Values(1, 2, 3, 4, 5)] int seed, [Values(0, 1.2, 3)] double capMultiple)
    {
        FactorInstance instance = new(200, 12, seed);
        if (capMultiple > 0)
            instance.WithTightCap(capMultiple);

        AssertSolved(FactorProgram.Of(instance, kind));
    }

    [Test]
    public void Solve_TinySpecificRisk_IsCertified([Values] CostKind kind, [Values(1, 2, 3)] int seed)
    {
        FactorInstance instance = new(200, 12, seed);
        for (int i = 0; i < instance.Assets; i++)
            instance.Specific[i] *= 1e-4;

        AssertSolved(FactorProgram.Of(instance, kind));
    }

    [Test]
    public void Solve_SomeOrAllWithoutSpecificRisk_IsCertified([Values] CostKind kind, [Values(0.2, 1.0)] double share, [Values(1, 2, 3)] int seed)
    {
        FactorInstance instance = new(200, 12, seed);
        TestRandom random = new(seed + 77);
        for (int i = 0; i < instance.Assets; i++)
            if (random.Chance(share))
                instance.Specific[i] = 0;

        AssertSolved(FactorProgram.Of(instance, kind));
    }

    [Test]
    public void Solve_NearlyLinearWithTightCap_IsCertified([Values(3, 5)] int seed)
    {
        FactorInstance instance = new FactorInstance(500, 20, seed).WithTightCap(3);
        instance.RiskAversion *= 0.1;
        for (int i = 0; i < instance.Assets; i++)
            instance.Spread[i] *= 0.01;

        AssertSolved(FactorProgram.Of(instance, CostKind.Spread));
    }

    [Test]
    public void Solve_HoldingsAboveTheCapWithImpact_IsCertified([Values(1, 2, 3, 4, 5, 6)] int seed) =>
        AssertSolved(FactorProgram.Of(new FactorInstance(300, 15, seed).WithTightCap(1.2), CostKind.Impact));

    [Test]
    public void Solve_SeedThatOnceCycled_IsCertified() => AssertSolved(FactorProgram.Of(new FactorInstance(3000, 100, TestRandom.WithPlainSeed(7 * 7919)), CostKind.Spread));

    [Test]
    public void Solve_BothEngines_Agree([Values] CostKind kind, [Values(1, 2, 3, 4)] int seed)
    {
        StructuredProgram program = FactorProgram.Of(new FactorInstance(120, 8, seed), kind);
        SolveResult dual = new ProgramSolver(program, Forced).Solve();
        SolveResult interior = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();

        Assert.That(dual.Engine, Is.EqualTo(EngineKind.DualNewton), dual.EngineReason);
        Assert.That(interior.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(dual.Objective, Is.EqualTo(interior.Objective).Within(Tolerances.SolverAgreement * Math.Abs(interior.Objective)));
    }

    private static void AssertSolved(StructuredProgram program)
    {
        SolveResult result = new ProgramSolver(program, Forced).Solve();
        Certificate proof = result.Certificate;

        Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(proof.PrimalResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(proof.DualResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(Math.Abs(proof.RelativeGap), Is.LessThan(Tolerances.Objective));
    }
}
