using Rebalancing.Solvers.DualNewton;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Inputs that look like trouble and are ordinary, and those that another engine must answer.</summary>
public class DualNewtonInputTests
{
    private const int Assets = 40;
    private const int Factors = 4;

    [Test]
    public void Solve_DuplicatedRows_IsCertified()
    {
        ProgramBuilder builder = Begin(out Block w, 1);
        for (int copy = 0; copy < 3; copy++)
            builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);

        AssertProved(builder.Build(), EngineKind.DualNewton);
    }

    [Test]
    public void Solve_EmptyAndFullGroups_IsCertified()
    {
        ProgramBuilder builder = Begin(out Block w, 2);
        int[] groupOf = [.. Enumerable.Range(0, Assets).Select(i => i < 30 ? 1 : i < 35 ? -1 : 3)];
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        builder.Bounds(builder.Image(new GroupMap(groupOf, 5), w), [0, 0.2, 0, 0.1, 0], [0, 0.6, 1, 0.3, 0]);

        AssertProved(builder.Build(), EngineKind.DualNewton);
    }

    [Test]
    public void Solve_OverlappingGroups_IsCertified([Values(1, 2, 3, 4)] int seed)
    {
        ProgramBuilder builder = Begin(out Block w, seed);
        TestRandom random = new(seed);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        for (int family = 0; family < 3; family++)
        {
            int[] groupOf = [.. Enumerable.Range(0, Assets).Select(_ => random.Integer(0, 4))];
            builder.Bounds(builder.Image(new GroupMap(groupOf, 4), w), [0.15, 0.15, 0.15, 0.15], [0.4, 0.4, 0.4, 0.4]);
        }

        AssertProved(builder.Build(), EngineKind.DualNewton);
    }

    [Test]
    public void Solve_FactorLimitsAndSparseRows_IsCertified([Values(1, 2, 3, 4)] int seed)
    {
        ProgramBuilder builder = Begin(out Block w, seed, exposureLimit: 0.02);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        SparseMap pairs = new(2, Assets, [0, 3, 5], [0, 5, 9, 5, 20], [1.0, -1.0, 0.5, 2.0, 1.0]);
        builder.Bounds(builder.Image(pairs, w), [-0.02, double.NegativeInfinity], [0.02, 0.05]);

        AssertProved(builder.Build(), EngineKind.DualNewton);
    }

    [Test]
    public void Solve_AllLocked_ReturnsTheOnlyPoint()
    {
        ProgramBuilder builder = Begin(out Block w, 3);
        double[] locked = new double[Assets];
        Array.Fill(locked, 1.0 / Assets);
        builder.Bounds(w, locked, locked);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        SolveResult result = AssertProved(builder.Build(), null);

        Assert.That(result.Values(w).ToArray(), Is.EqualTo(locked));
    }

    [Test]
    public void Solve_NoFactorsAtAll_IsCertified()
    {
        ProgramBuilder builder = new();
        Block w = builder.Variables(5, "x");
        builder.Bounds(w, new double[5], [1, 1, 1, 1, 1]);
        builder.Quadratic(w, [1, 2, 3, 4, 5]);
        builder.Bounds(builder.Image(new SumMap(5), w), [1.0], [1.0]);
        SolveResult result = AssertProved(builder.Build(), EngineKind.DualNewton);
        double price = 1 / (1 + (1.0 / 2) + (1.0 / 3) + (1.0 / 4) + (1.0 / 5));
        for (int i = 0; i < 5; i++)
            Assert.That(result.Values(w)[i], Is.EqualTo(price / (i + 1)).Within(Tolerances.LinearAlgebra));
    }

    [Test]
    public void Solve_CashWithoutCurvatureBesideTheAssets_IsCertified([Values(1, 2, 3)] int seed)
    {
        ProgramBuilder builder = Begin(out Block w, seed);
        Block cash = builder.Variables(1, "cash");
        builder.Bounds(cash, [0.0], [0.1]);
        builder.Linear(cash, [-0.03]);
        builder.Bounds(builder.Image([new ImagePart(new SumMap(Assets), w), new ImagePart(new SumMap(1), cash)]), [1.0], [1.0]);

        AssertProved(builder.Build(), EngineKind.DualNewton);
    }

    [Test]
    public void Solve_BudgetThatBoundsCannotMeet_IsProvedInfeasible()
    {
        ProgramBuilder builder = Begin(out Block w, 4);
        builder.Bounds(w, new double[Assets], [.. Enumerable.Repeat(0.9 / Assets, Assets)]);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        SolveResult result = new ProgramSolver(builder.Build()).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.InteriorPoint));
        Assert.That(result.EngineReason, Is.Not.Empty);
    }

    [Test]
    public void Supports_ProgramWithNorm_SaysWhyNot()
    {
        ProgramBuilder builder = Begin(out Block w, 5);
        builder.BeginNorm(0.5);
        builder.Quadratic(w, new double[Assets]);
        builder.EndNorm();

        Assert.That(DualNewtonSolver.Supports(builder.Build(), out string reason), Is.False);
        Assert.That(reason, Does.Contain("norm"));
    }

    [Test]
    public void Solve_Cancelled_SaysSo()
    {
        ProgramBuilder builder = Begin(out Block w, 6);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.That(new ProgramSolver(builder.Build()).Solve(source.Token).Status, Is.EqualTo(SolveStatus.Cancelled));
    }

    private static ProgramBuilder Begin(out Block w, int seed, double exposureLimit = double.PositiveInfinity)
    {
        TestRandom random = new(seed);
        ProgramBuilder builder = new();
        w = builder.Variables(Assets, "x");
        builder.Bounds(w, new double[Assets], [.. Enumerable.Repeat(0.2, Assets)]);
        builder.Linear(w, random.Vector(Assets, r => 0.05 * r.Normal()));
        builder.Quadratic(w, random.Vector(Assets, r => r.Uniform(0.05, 0.4)));
        Block y = builder.Image(DenseMap.FromColumns(random.Vector(Assets * Factors, r => 0.1 * r.Normal()), Factors, Assets), w);
        builder.Quadratic(y, [.. Enumerable.Repeat(5.0, Factors)]);
        if (double.IsFinite(exposureLimit))
            builder.Bounds(y, [.. Enumerable.Repeat(-exposureLimit, Factors)], [.. Enumerable.Repeat(exposureLimit, Factors)]);
        return builder;
    }

    private static SolveResult AssertProved(StructuredProgram program, EngineKind? engine)
    {
        SolveResult result = new ProgramSolver(program).Solve();
        Certificate proof = result.Certificate;

        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), result.EngineReason);
        if (engine is { } expected)
            Assert.That(result.Engine, Is.EqualTo(expected), result.EngineReason);
        Assert.That(proof.PrimalResidual, Is.LessThan(Tolerances.Residual));
        Assert.That(Math.Abs(proof.RelativeGap), Is.LessThan(Tolerances.Objective));
        return result;
    }
}
