using Rebalancing.Solvers.DualNewton;
using Rebalancing.Solvers.Tests.Random;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Random programs of every kind: what the method accepts it proves or hands over, and hand-overs are counted.</summary>
public class DualNewtonRandomTests
{
    private const int Seeds = 600;

    [Test]
    public void Solve_AcceptedRandomPrograms_AreProvedOrHandedOver()
    {
        int accepted = 0, handed = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (PlainProgram plain, _, _) = ProgramGenerator.Make(seed, Twin.Solvable);
            StructuredProgram program = plain.Record();
            if (!DualNewtonSolver.Supports(program, out _))
                continue;
            accepted++;
            SolveResult result = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
            if (result.Engine != EngineKind.DualNewton)
            {
                handed++;
                TestContext.Out.WriteLine($"seed {seed}: {result.EngineReason}");
                continue;
            }

            double[][] values = plain.Values(result);
            double size = 1 + plain.ObjectiveSize(values);
            Assert.That(result.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual), $"seed {seed}");
            Assert.That(Math.Abs(result.Certificate.Gap) / size, Is.LessThan(Tolerances.SolverAgreement), $"seed {seed}, {result.Certificate}");
            Assert.That(plain.Objective(values), Is.EqualTo(result.Objective).Within(Tolerances.Residual * size), $"seed {seed}");
        }

        TestContext.Out.WriteLine($"{accepted} of {Seeds} accepted, {handed} handed over");
        Assert.That(accepted, Is.GreaterThan(Seeds / 20));
    }

    /// <summary>20,000 programs that the method takes and would be chosen for, against the interior point; run by the filter TestCategory=Long.</summary>
    [Test]
    [Category("Long")]
    public void Solve_TwentyThousandRandomPrograms_AgreesWithTheInteriorPoint()
    {
        const int Programs = 20_000;
        int taken = 0, compared = 0, wrong = 0, unscaled = 0, unscaledHanded = 0;
        double worst = 0;
        Dictionary<string, int> handed = [];
        for (int seed = 2_000_000; taken < Programs; seed++)
        {
            (PlainProgram plain, _, RandomKnobs knobs) = ProgramGenerator.Make(seed, Twin.Solvable);
            StructuredProgram program = plain.Record();
            if (!DualNewtonSolver.Supports(program, out _))
                continue;
            SolveResult fast = new ProgramSolver(program).Solve();
            if (fast.Engine != EngineKind.DualNewton && fast.EngineReason.Contains("too little", StringComparison.Ordinal))
                continue;
            taken++;
            unscaled += knobs.ScaleDecades == 0 ? 1 : 0;
            if (fast.Engine != EngineKind.DualNewton)
            {
                unscaledHanded += knobs.ScaleDecades == 0 ? 1 : 0;
                handed[fast.EngineReason] = handed.GetValueOrDefault(fast.EngineReason) + 1;
                if (handed[fast.EngineReason] <= 5)
                    TestContext.Out.WriteLine($"seed {seed}: {fast.EngineReason}");
                continue;
            }

            double size = 1 + plain.ObjectiveSize(plain.Values(fast)), objective = fast.Objective;
            SolveResult robust = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();
            bool proved = Math.Abs(fast.Certificate.Gap) <= Tolerances.SolverAgreement * size && fast.Certificate.RelativePrimalResidual <= Tolerances.Residual;

            // an interior point whose objective lies below its own bound used a violation that the program's scales make count: no measure for the other
            if (robust.Status != SolveStatus.Optimal || robust.Certificate.Gap < -Tolerances.SolverAgreement * size)
            {
                wrong += proved ? 0 : 1;
                continue;
            }

            compared++;
            double apart = Math.Abs(objective - robust.Objective) / size;
            worst = Math.Max(worst, apart);
            if (apart <= Tolerances.SolverAgreement && proved)
                continue;
            wrong++;
            TestContext.Out.WriteLine($"seed {seed}: {objective:R} against {robust.Objective:R}, {fast.Certificate}");
        }

        string counts = string.Join("; ", handed.Select(h => $"{h.Value} x {h.Key}"));
        TestContext.Out.WriteLine($"{taken} programs, {compared} compared, worst disagreement {worst:E1}, {wrong} wrong; handed over {handed.Values.Sum()}: {counts}; of {unscaled} without artificial scales {unscaledHanded}");
        Assert.That(wrong, Is.Zero);
        Assert.That(handed.Values.Sum(), Is.LessThan(Programs / 1000), "programs that the interior point had to take");
        Assert.That(unscaledHanded, Is.LessThan(unscaled / 1000), "of those without artificial scales");
    }
}
