using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>The scenario engine against a method of another kind: its value must lie between the bundle's bound and the bundle's value, up to the tolerances of both.</summary>
public class ProximalBundleTests
{
    private const double Tolerance = 1e-7;

    [TestCase(1, 600, 12, false, 0.95)]
    [TestCase(2, 1500, 20, false, 0.95)]
    [TestCase(3, 1500, 20, true, 0.90)]
    [TestCase(4, 800, 15, true, 0.99)]
    [TestCase(5, 1000, 10, false, 0.5)]
    [TestCase(6, 900, 14, true, 0.95, 0.8)]
    public void Solve_TailsOverManyRows_AgreeWithTheBundle(int seed, int rows, int columns, bool uneven, params double[] confidences)
    {
        var random = new TestRandom(seed);
        double[] returns = Returns(random, rows, columns), start = random.Simplex(columns), cost = random.UniformVector(columns, 0.0002, 0.001), mean = random.UniformVector(columns, -0.0005, 0.001);
        double[] probabilities = uneven ? random.Simplex(rows) : [.. Enumerable.Repeat(1.0 / rows, rows)];
        double cap = Math.Max(0.25, start.Max());
        (double value, double bound, int looks) = new ProximalBundle(returns, probabilities, mean, cost, start, cap, [.. confidences.Select(c => (1.0 / confidences.Length, c))]).Solve(Tolerance);
        Assert.That(value - bound, Is.LessThanOrEqualTo(Tolerance * (1 + Math.Abs(value))), $"the bundle's own gap after {looks} looks");

        var builder = new ProgramBuilder();
        Block weights = builder.Variables(columns, "weights");
        builder.Bounds(weights, new double[columns], [.. Enumerable.Repeat(cap, columns)]);
        builder.Bounds(builder.Image(new SumMap(columns), weights), [1.0], [1.0]);
        builder.Linear(weights, [.. mean.Select(m => -m)]);
        builder.Kinked(builder.Offset(weights, start), new Kink { At = new double[columns], SlopeBelow = [.. cost.Select(c => -c)], SlopeAbove = cost });
        Block image = builder.Image(DenseMap.OverRows(returns, rows, columns), weights);
        foreach (double confidence in confidences)
        {
            builder.Weight = 1.0 / confidences.Length;
            Block threshold = builder.Variables(1, "tail");
            builder.Linear(threshold, [-1.0]);
            builder.Kinked(builder.Shifted(image, threshold), new Kink { At = new double[rows], SlopeBelow = [.. probabilities.Select(p => -p / (1 - confidence))], SlopeAbove = new double[rows] });
        }

        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.Scenarios, Tolerance = Tolerance }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), result.EngineReason);
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        double slack = 2 * Tolerance * (1 + Math.Abs(value));
        Assert.That(result.Certificate.Objective, Is.InRange(bound - slack, value + slack));
    }

    private static double[] Returns(TestRandom random, int rows, int columns)
    {
        double[] beta = random.UniformVector(columns, 0.3, 1.5), width = random.UniformVector(columns, 0.005, 0.02), returns = new double[rows * columns];
        for (int s = 0; s < rows; s++)
        {
            double common = 0.012 * random.Normal() / Math.Sqrt(random.Uniform(0.2, 1.5));
            for (int i = 0; i < columns; i++)
                returns[(s * columns) + i] = (beta[i] * common) + (width[i] * random.Normal());
        }

        return returns;
    }
}
