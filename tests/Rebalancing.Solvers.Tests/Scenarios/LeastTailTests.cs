using System.Globalization;
using Rebalancing.Solvers.Certificates;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>Limits on tails that cannot be met: proved by the scenario engine itself, on either side of the least value that the interior point finds.</summary>
public class LeastTailTests
{
    private const int Rows = 600, Columns = 6;

    [Test]
    public void Solve_ALimitJustBelowTheLeastTail_IsInfeasibleByTheEnginesProof([Range(1, 6)] int seed)
    {
        double least = Least(seed);
        ProgramSolver solver = Limited(seed, least - (0.001 * Math.Abs(least)));
        SolveResult result = solver.Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible), result.EngineReason);
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        string said = result.EngineReason.Split("at least ")[1].Split(' ')[0];
        Assert.That(double.Parse(said, CultureInfo.InvariantCulture), Is.EqualTo(least).Within(Tolerances.PublishedFewDigits * Math.Abs(least)), result.EngineReason);
        Assert.That(InfeasibilityProof.Holds(new CertificateChecker(solver.Program), result.Solution), Is.True);
    }

    [Test]
    public void Solve_ALimitJustAboveTheLeastTail_IsMet([Range(1, 6)] int seed)
    {
        double least = Least(seed);
        SolveResult result = Limited(seed, least + (0.001 * Math.Abs(least))).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), result.EngineReason);
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        Assert.That(result.Certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, Tolerances.ReferenceCertificate));
    }

    /// <summary>Each of two assets loses 10 % for certain in one set of scenarios and nothing in the other: each tail can be 4 %, both cannot.</summary>
    [Test]
    public void Solve_TwoLimitsThatExcludeOneAnother_AreInfeasibleByTheEnginesProof()
    {
        var builder = new ProgramBuilder();
        Block weights = builder.Variables(2, "weights");
        builder.Bounds(weights, [0, 0], [1, 1]);
        builder.Bounds(builder.Image(new SumMap(2), weights), [1.0], [1.0]);
        builder.Linear(weights, [-0.01, -0.02]);
        for (int set = 0; set < 2; set++)
        {
            double[] values = new double[2 * Rows];
            for (int s = 0; s < Rows; s++)
                values[(2 * s) + set] = -0.1;
            Limit(builder, 0.04, () => Tail(builder, weights, values));
        }

        var solver = new ProgramSolver(builder.Build());
        SolveResult result = solver.Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible), result.EngineReason);
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        Assert.That(result.EngineReason, Does.Contain("at least 0.06"), "with 40 % in the first asset the second set's tail is 6 %");
        Assert.That(InfeasibilityProof.Holds(new CertificateChecker(solver.Program), result.Solution), Is.True);
    }

    /// <summary>What the interior point finds the least tail to be.</summary>
    private static double Least(int seed)
    {
        var builder = new ProgramBuilder();
        Tail(builder, Weights(builder, seed, out double[] values), values);
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-9 }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        return result.Objective;
    }

    private static ProgramSolver Limited(int seed, double limit)
    {
        var builder = new ProgramBuilder();
        Block weights = Weights(builder, seed, out double[] values);
        builder.Linear(weights, [.. Enumerable.Range(0, Columns).Select(i => -0.001 * i)]);
        Limit(builder, limit, () => Tail(builder, weights, values));
        return new ProgramSolver(builder.Build(), new SolverSettings { Tolerance = 1e-7 });
    }

    private static Block Weights(ProgramBuilder builder, int seed, out double[] values)
    {
        var random = new TestRandom(300 + seed);
        Block weights = builder.Variables(Columns, "weights");
        builder.Bounds(weights, new double[Columns], [.. Enumerable.Repeat(0.5, Columns)]);
        builder.Bounds(builder.Image(new SumMap(Columns), weights), [1.0], [1.0]);
        values = random.Vector(Rows * Columns, r => 0.01 * r.Normal());
        return weights;
    }

    private static void Limit(ProgramBuilder builder, double limit, Action words)
    {
        builder.Weight = 0;
        builder.ChargeTo(builder.AddBudget(limit), 1);
        words();
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
    }

    private static void Tail(ProgramBuilder builder, Block weights, double[] values)
    {
        Block threshold = builder.Variables(1, "tail");
        builder.Linear(threshold, [-1.0]);
        double[] below = new double[Rows];
        Array.Fill(below, -1 / (0.05 * Rows));
        Block image = builder.Image(DenseMap.OverRows(values, Rows, weights.Length), weights);
        builder.Kinked(builder.Shifted(image, threshold), new Kink { At = new double[Rows], SlopeBelow = below, SlopeAbove = new double[Rows] });
    }
}
