namespace Rebalancing.Solvers.OrToolsTests;

/// <summary>Answers of OR-Tools against those of this library's solvers, on small random programs.</summary>
public class OrToolsSolverTests
{
    private const int Assets = 8;

    [Test]
    public void Solve_LinearProgram_HasTheOptimumOfThisLibrary([Range(1, 10)] int seed)
    {
        StructuredProgram program = Pose(new Random(seed), choices: false, out _);
        OrToolsResult theirs = new OrToolsSolver(program).Solve();
        SolveResult ours = new ProgramSolver(program).Solve();
        Assert.That(theirs.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(theirs.Objective, Is.EqualTo(ours.Objective).Within(1e-6));
    }

    [Test]
    public void Solve_WithChoices_HasTheOptimumOfThisLibrary([Range(1, 10)] int seed)
    {
        StructuredProgram program = Pose(new Random(seed), choices: true, out Block w);
        OrToolsResult theirs = new OrToolsSolver(program, new OrToolsSettings { RelativeGap = 0 }).Solve();
        DiscreteResult ours = new DiscreteSolver(program, new DiscreteSettings { RelativeGap = 1e-9 }).Solve();
        Assert.That(theirs.HasPoint, Is.EqualTo(ours.HasPoint));
        if (!ours.HasPoint) return;
        Assert.That(theirs.Objective, Is.EqualTo(ours.Objective).Within(1e-6));
        Assert.That(theirs.Values(w).Count(x => x > 1e-7), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void Solve_CurvedProgram_IsRefusedByName()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(1, "x");
        builder.Quadratic(x, [1]);
        Assert.That(() => new OrToolsSolver(builder.Build()).Solve(), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("is not linear"));
    }

    private static StructuredProgram Pose(Random random, bool choices, out Block w)
    {
        double[] Draw(double low, double high) => [.. Enumerable.Range(0, Assets).Select(_ => low + ((high - low) * random.NextDouble()))];
        var builder = new ProgramBuilder();
        w = builder.Variables(Assets, "w");
        double[] cost = Draw(0.001, 0.005);
        builder.Linear(w, Draw(-0.1, 0));
        builder.Kinked(builder.Offset(w, Draw(0, 0.25)), new Kink { At = new double[Assets], SlopeBelow = [.. cost.Select(c => -c)], SlopeAbove = cost });
        builder.Bounds(w, new double[Assets], [.. Enumerable.Repeat(0.4, Assets)]);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        if (!choices) return builder.Build();
        builder.ZeroOrAtLeast(w, Draw(0.05, 0.2), new double[Assets]);
        builder.CountAtMost(w, [.. Enumerable.Range(0, Assets)], 4);
        return builder.Build();
    }
}
