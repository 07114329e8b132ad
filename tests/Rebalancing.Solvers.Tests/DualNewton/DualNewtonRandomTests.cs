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
}
