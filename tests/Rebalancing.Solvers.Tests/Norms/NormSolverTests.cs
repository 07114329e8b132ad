using Rebalancing.Solvers.Tests.DualNewton;
using Rebalancing.Solvers.Tests.Random;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Norms;

/// <summary>A norm limit as a price around the dual Newton method, against the interior point and the checker that shares no code with either.</summary>
public class NormSolverTests
{
    [Test]
    public void Solve_NormThatBinds_IsTheInteriorPointsOptimum([Values] NormOf of, [Values] bool hasVariance, [Range(1, 20)] int seed, [Values(0.98, 0.8, 0.4)] double share)
    {
        (NormProgram written, double least, double most) = Between(seed, of, hasVariance);
        written.Radius = least + (share * (most - least));
        written.Refill();
        (SolveResult result, SolveResult expected) = OuterPriceChecks.AssertOptimum(written.Program, seed);

        Assert.That(result.NormPrice(0), Is.EqualTo(expected.NormPrice(0)).Within(1e-3 * Math.Max(1, expected.NormPrice(0))), $"seed {seed}");
        Assert.That(written.Of(result.Values(written.Holdings)), Is.LessThanOrEqualTo(written.Radius * (1 + 1e-12)), "the limit itself");
    }

    [Test]
    public void Solve_NormThatDoesNotBind_HasNoPrice([Values] NormOf of, [Range(1, 10)] int seed)
    {
        (NormProgram written, _, double most) = Between(seed, of, hasVariance: true);
        double free = new ProgramSolver(written.Program).Solve().Objective;
        written.Radius = 1.01 * most;
        written.Refill();
        SolveResult result = new ProgramSolver(written.Program).Solve();

        Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
        Assert.That(result.NormPrice(0), Is.Zero);
        Assert.That(result.Objective, Is.EqualTo(free).Within(Tolerances.Objective * Math.Abs(free)));
    }

    [Test]
    public void Solve_NormBelowTheLeastThatRowsAllow_IsInfeasible([Values] bool hasVariance, [Range(1, 5)] int seed)
    {
        (NormProgram written, double least, _) = Between(seed, NormOf.Holdings, hasVariance);
        written.Radius = 0.9 * least;
        written.Refill();
        SolveResult result = new ProgramSolver(written.Program).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.InteriorPoint), "the proof of infeasibility is the interior point's");
    }

    [Test]
    public void Solve_ContinuesLastOrNot_HasTheSameObjective([Values] bool hasVariance, [Range(1, 5)] int seed)
    {
        (NormProgram written, double least, double most) = Between(seed, NormOf.Holdings, hasVariance);
        written.Radius = 0.5 * (least + most);
        written.Refill();
        (int cold, int continued) = OuterPriceChecks.AssertContinues(written.Program);

        Assert.That(continued, Is.LessThan(cold));
    }

    [Test]
    public void Solve_CutoffBelowTheOptimum_StopsWithAProof([Range(1, 5)] int seed)
    {
        (NormProgram written, double least, double most) = Between(seed, NormOf.Holdings, hasVariance: true);
        written.Radius = 0.5 * (least + most);
        written.Refill();
        OuterPriceChecks.AssertCutOff(written.Program, 0.001);
    }

    [Test]
    public void Solve_Again_AllocatesNothing()
    {
        (NormProgram written, double least, double most) = Between(3, NormOf.Trades, hasVariance: false);
        written.Radius = 0.5 * (least + most);
        written.Refill();
        OuterPriceChecks.AssertAllocatesNothing(written.Program);
    }

    /// <summary>The generator's programs with one norm limit, whatever else is in them: what is not handed over is the interior point's answer.</summary>
    [Test]
    public void Solve_RandomProgramsWithANorm_AgreesWithTheInteriorPoint() => AssertRandomPrograms(3_000_000, 4_000);

    /// <summary>The same over many more, some 4,000 of which are taken; run by the filter TestCategory=Long.</summary>
    [Test]
    [Category("Long")]
    public void Solve_ManyRandomProgramsWithANorm_AgreesWithTheInteriorPoint() => AssertRandomPrograms(3_100_000, 60_000);

    private static void AssertRandomPrograms(int first, int seeds)
    {
        int taken = 0, handed = 0, compared = 0;
        for (int seed = first; seed < first + seeds; seed++)
        {
            (PlainProgram plain, _, RandomKnobs knobs) = ProgramGenerator.Make(seed, Twin.Solvable);
            if (!knobs.Norm || knobs.NormCost)
                continue;
            StructuredProgram program = plain.Record();
            SolveResult fast = new ProgramSolver(program).Solve();
            handed += fast.EngineReason.Contains("norm", StringComparison.Ordinal) && fast.Engine != EngineKind.DualNewton ? 1 : 0;
            if (fast.Engine != EngineKind.DualNewton)
                continue;
            taken++;
            double size = 1 + plain.ObjectiveSize(plain.Values(fast));
            Assert.That(plain.Violation(plain.Values(fast)), Is.LessThan(Tolerances.Residual), $"seed {seed}");
            Assert.That(Math.Abs(fast.Certificate.Gap) / size, Is.LessThan(Tolerances.SolverAgreement), $"seed {seed}, {fast.Certificate}");
            SolveResult robust = new ProgramSolver(program, OuterPriceChecks.Interior).Solve();

            // an interior point that did not finish, or whose objective lies below its own bound, is no measure
            if (robust.Status != SolveStatus.Optimal || robust.Certificate.Gap < -Tolerances.SolverAgreement * size)
                continue;
            compared++;
            Assert.That(fast.Objective, Is.EqualTo(robust.Objective).Within(Tolerances.SolverAgreement * size), $"seed {seed}");
        }

        TestContext.Out.WriteLine($"{taken} taken, {compared} compared, {handed} handed over because of the norm");
        Assert.That(taken, Is.GreaterThan(seeds / 20));
        Assert.That(handed, Is.LessThan(taken / 100));
    }

    /// <summary>A program and the norms between which a limit binds: the least that rows allow, and that of the program without the limit (or of the steepest prices where nothing else is curved).</summary>
    private static (NormProgram Program, double Least, double Most) Between(int seed, NormOf of, bool hasVariance)
    {
        var written = new NormProgram(seed, of, hasVariance, 100);
        double most = written.Of(new ProgramSolver(written.Program, OuterPriceChecks.Interior).Solve().Values(written.Holdings));
        return (written, of == NormOf.Trades ? 0 : LeastVolatility(seed), most);
    }

    private static double LeastVolatility(int seed)
    {
        // so steep a price on the norm that nothing else counts
        var instance = new FactorInstance(80, 6, seed) { RiskAversion = 1e6 };
        var priced = new FactorProgram(instance, CostKind.Spread);
        return new NormProgram(seed, NormOf.Holdings, true, 100).Of(new ProgramSolver(priced.Program, OuterPriceChecks.Interior).Solve().Values(priced.Holdings));
    }
}
