namespace Rebalancing.Solvers.Tests.Random;

/// <summary>Programs without an answer: what their results carry proves it by the definition, from the plain program and public numbers alone.</summary>
public class ProofTests
{
    private static readonly SolverSettings Interior = new() { Engine = EngineKind.InteriorPoint };

    [Test]
    public void Solve_Infeasible_MultipliersContradictEveryPointWithinTheBounds()
    {
        int proved = 0;
        var wrong = new List<string>();
        for (int seed = 1; seed <= 400; seed++)
        {
            (PlainProgram program, _, RandomKnobs knobs) = ProgramGenerator.Make(seed, Twin.Infeasible);
            if (knobs.NormCost) continue;
            SolveResult result = new ProgramSolver(program.Record(), Interior).Solve();
            Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible), $"seed {seed}");
            var proof = new PlainProof(program, result);
            proved++;
            if (!(proof.Margin > 1e-10 * proof.Terms) || proof.Left > 1e-11) wrong.Add(FormattableString.Invariant($"seed {seed}: margin {proof.Margin:R} of {proof.Terms:R}, left {proof.Left:R}"));
        }

        Assert.That(wrong, Is.Empty);
        Assert.That(proved, Is.GreaterThan(300));
    }

    /// <summary>A proof that could not fail would be none.</summary>
    [Test]
    public void Solve_Feasible_MultipliersContradictNothing()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            (PlainProgram program, _, RandomKnobs knobs) = ProgramGenerator.Make(seed, Twin.Solvable);
            if (knobs.NormCost) continue;
            SolveResult result = new ProgramSolver(program.Record(), Interior).Solve();
            if (result.Status != SolveStatus.Optimal) continue;
            var proof = new PlainProof(program, result);
            Assert.That(proof.Margin <= 1e-10 * proof.Terms || proof.Left > 1e-11, $"seed {seed}: margin {proof.Margin:R} of {proof.Terms:R}");
        }
    }

    [Test]
    public void Solve_Unbounded_ValuesAreADirectionThatFallsForEver()
    {
        for (int seed = 1; seed <= 400; seed++)
        {
            (PlainProgram program, double[][] anchor, _) = ProgramGenerator.Make(seed, Twin.Unbounded);
            SolveResult result = new ProgramSolver(program.Record(), Interior).Solve();
            Assert.That(result.Status, Is.EqualTo(SolveStatus.Unbounded), $"seed {seed}");
            double[][] direction = [.. Enumerable.Range(0, program.Blocks.Count).Select(b => result.Values(program.Handle(b)).ToArray())];
            double length = direction.SelectMany(d => d).Max(Math.Abs);
            double[][] At(double distance) => program.Complete(b => [.. anchor[b].Zip(direction[b], (x, d) => x + (distance / length * d))]);
            double near = program.Objective(At(1e9)), far = program.Objective(At(1e12));
            Assert.That(far, Is.LessThan(near - (0.1 * Math.Abs(near))), $"seed {seed}");
            Assert.That(program.Violation(At(1e12)), Is.LessThan(1e12 * Tolerances.Residual * LargestTerms(program, direction, length)), $"seed {seed}");
        }
    }

    /// <summary>A row stays still to a share of the sum of its terms, here of a direction of length one.</summary>
    private static double LargestTerms(PlainProgram program, double[][] direction, double length)
    {
        double largest = 1;
        foreach (PlainImage image in program.Blocks.OfType<PlainImage>())
            for (int r = 0; r < image.Length; r++)
                largest = Math.Max(largest, Enumerable.Range(0, image.Matrix.GetLength(1)).Sum(c => Math.Abs(image.Matrix[r, c] * direction[image.Of][c])) / length);
        return largest;
    }
}
