namespace Rebalancing.Solvers.Tests.Random;

/// <summary>The generator keeps its promises, checked by plain evaluation: what the statuses expected of the engines rest on.</summary>
public class GeneratorTests
{
    [Test]
    public void Make_SolvableAndUnbounded_AnchorSatisfiesEveryLimit([Values(Twin.Solvable, Twin.Unbounded)] Twin twin)
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            (PlainProgram program, double[][] anchor, _) = ProgramGenerator.Make(seed, twin);
            double[][] values = program.Complete(b => anchor[b]);

            Assert.That(program.Violation(values), Is.LessThan(Tolerances.Summation * 100), $"seed {seed}");
            Assert.That(double.IsFinite(program.Objective(values)), $"seed {seed}");
        }
    }

    [Test]
    public void Make_Infeasible_AnchorBreaksALimit()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            (PlainProgram program, double[][] anchor, _) = ProgramGenerator.Make(seed, Twin.Infeasible);

            Assert.That(program.Violation(program.Complete(b => anchor[b])), Is.GreaterThan(Tolerances.PeerNumber), $"seed {seed}");
        }
    }

    [Test]
    public void Make_Unbounded_ObjectiveFallsAlongTheAddedColumnsWithoutEnd()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            (PlainProgram program, double[][] anchor, _) = ProgramGenerator.Make(seed, Twin.Unbounded);
            int added = program.Blocks.FindLastIndex(b => b is PlainVariables);
            double[][] At(double distance, double sign) =>
                program.Complete(b => b == added ? [.. anchor[b].Select(x => x + (sign * distance))] : anchor[b]);
            double sign = program.Objective(At(1e6, 1)) < program.Objective(At(1e6, -1)) ? 1 : -1;

            Assert.That(program.Objective(At(1e12, sign)), Is.LessThan(program.Objective(At(1e9, sign))), $"seed {seed}");
            Assert.That(program.Violation(At(1e9, sign)), Is.LessThan(Tolerances.Summation * 100), $"seed {seed}");
        }
    }

    [Test]
    public void Record_EveryProgram_IsAcceptedByTheBuilder([Values] Twin twin)
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            (PlainProgram program, _, _) = ProgramGenerator.Make(seed, twin);

            Assert.That(program.Record().Columns, Is.EqualTo(program.Blocks.OfType<PlainVariables>().Sum(b => b.Length)), $"seed {seed}");
        }
    }
}
