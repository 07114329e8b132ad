using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Budgets as scalar multipliers: turnover, and costs paid out of what is held.</summary>
public class DualNewtonBudgetTests
{
    [Test]
    public void Solve_TurnoverLimit_IsCertifiedAndBinds(
        [Values(CostKind.Spread, CostKind.Impact)] CostKind kind, [Values(0.02, 0.1, 0.3)] double limit, [Values(1, 2, 3)] int seed)
    {
        FactorProgram written = new(new FactorInstance(200, 12, seed), kind, turnover: limit);
        SolveResult result = AssertSolved(written.Program);
        double traded = 0;
        foreach (double z in result.Values(written.Trades))
            traded += Math.Abs(z);

        Assert.That(traded, Is.LessThanOrEqualTo(limit + Tolerances.Residual));
        Assert.That(result.BudgetPrice(0) > 0, Is.EqualTo(traded > limit - Tolerances.Weight), $"traded {traded}, price {result.BudgetPrice(0)}");
    }

    [Test]
    public void Solve_TurnoverLimitZero_KeepsEverythingExactly([Values(1, 2)] int seed)
    {
        FactorInstance instance = new(100, 8, seed);
        FactorProgram written = new(instance, CostKind.Spread, turnover: 0);
        SolveResult result = new ProgramSolver(written.Program).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), result.EngineReason);
        for (int i = 0; i < instance.Assets; i++)
            Assert.That(result.Values(written.Trades)[i], Is.EqualTo(0.0).Within(Tolerances.Weight));
    }

    [Test]
    public void Solve_SettledCosts_AreCertified(
        [Values(CostKind.Spread, CostKind.Impact)] CostKind kind, [Values(1, 2, 3, 4)] int seed, [Values(0.1, double.PositiveInfinity)] double turnover) =>
        AssertSolved(new FactorProgram(new FactorInstance(200, 12, seed), kind, turnover, costsAreSettled: true).Program);

    [Test]
    public void Solve_BothEngines_AgreeOnBudgets([Values(CostKind.Spread, CostKind.Impact)] CostKind kind, [Values(1, 2, 3)] int seed)
    {
        StructuredProgram program = new FactorProgram(new FactorInstance(100, 8, seed), kind, 0.15, costsAreSettled: true).Program;
        SolveResult dual = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
        SolveResult interior = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();

        Assert.That(dual.Engine, Is.EqualTo(EngineKind.DualNewton), dual.EngineReason);
        Assert.That(interior.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(dual.Objective, Is.EqualTo(interior.Objective).Within(Tolerances.SolverAgreement * Math.Abs(interior.Objective)));
        Assert.That(dual.BudgetPrice(0), Is.EqualTo(interior.BudgetPrice(0)).Within(Tolerances.PeerNumber));
    }

    private static SolveResult AssertSolved(StructuredProgram program)
    {
        SolveResult result = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
        Certificate proof = result.Certificate;

        Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
        Assert.That(proof.PrimalResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(proof.DualResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(Math.Abs(proof.RelativeGap), Is.LessThan(Tolerances.Objective));
        return result;
    }
}
