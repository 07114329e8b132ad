using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>The units in which factors and columns are written change numbers, not problems: in no units may the method take more than twice the steps.</summary>
public class DualNewtonUnitTests
{
    [Test]
    public void Solve_FactorsInTheirOwnUnits_TakesAtMostTwiceTheSteps([Range(1, 10)] int seed, [Values(1e-4, 1e-8)] double specific)
    {
        var random = new TestRandom(seed);
        FactorInstance instance = new FactorInstance(200, 12, seed).WithTightCap(3);
        for (int i = 0; i < instance.Assets; i++)
            instance.Specific[i] *= specific;
        double[] plain = [.. Enumerable.Repeat(1.0, 12)], units = random.Vector(12, r => Math.Pow(10, r.Uniform(-4, 4)));

        AssertAlike(WithFactorUnits(instance, plain), WithFactorUnits(instance, units), $"seed {seed}");
    }

    /// <summary>No factors; every third column without curvature, so that floors are needed, and none of them in the units of the steepest column.</summary>
    [Test]
    public void Solve_ColumnsInTheirOwnUnits_TakesAtMostTwiceTheSteps([Range(1, 10)] int seed)
    {
        double[] units = new TestRandom(seed + 100).Vector(60, r => Math.Pow(10, r.Uniform(-4, 4)));

        AssertAlike(WithColumnUnits(seed, [.. Enumerable.Repeat(1.0, 60)]), WithColumnUnits(seed, units), $"seed {seed}");
    }

    private static void AssertAlike(StructuredProgram plain, StructuredProgram scaled, string what)
    {
        SolveResult first = new ProgramSolver(plain).Solve(), second = new ProgramSolver(scaled).Solve();

        Assert.That(first.Engine, Is.EqualTo(EngineKind.DualNewton), $"{what}: {first.EngineReason}");
        Assert.That(second.Engine, Is.EqualTo(EngineKind.DualNewton), $"{what}: {second.EngineReason}");
        Assert.That(second.Objective, Is.EqualTo(first.Objective).Within(Tolerances.Objective * (1 + Math.Abs(first.Objective))), what);
        Assert.That(second.Iterations, Is.LessThanOrEqualTo(2 * first.Iterations), what);
    }

    private static StructuredProgram WithFactorUnits(FactorInstance instance, double[] unit)
    {
        int n = instance.Assets, k = instance.Factors;
        var builder = new ProgramBuilder();
        Block holdings = builder.Variables(n, "holdings"), trades = builder.Offset(holdings, instance.Holdings);
        builder.Bounds(holdings, new double[n], [.. Enumerable.Repeat(instance.Cap, n)]);
        builder.Linear(holdings, [.. instance.Returns.Select(r => -r)]);
        builder.Quadratic(holdings, [.. instance.Specific.Select(d => instance.RiskAversion * d)]);
        builder.Quadratic(builder.Image(DenseMap.FromColumns([.. instance.Loadings.Select((f, at) => f * unit[at % k])], k, n), holdings), [.. unit.Select(u => instance.RiskAversion / (u * u))]);
        builder.Bounds(builder.Image(new SumMap(n), holdings), [1.0], [1.0]);
        builder.Bounds(builder.Image(new GroupMap(instance.Group, FactorInstance.Groups), holdings), instance.GroupLower, instance.GroupUpper);
        builder.Kinked(trades, new Kink { At = new double[n], SlopeBelow = [.. instance.Spread.Select(c => -c)], SlopeAbove = instance.Spread });
        return builder.Build();
    }

    private static StructuredProgram WithColumnUnits(int seed, double[] unit)
    {
        var random = new TestRandom(seed);
        int n = unit.Length;
        double[] curvature = random.UniformVector(n, 0.1, 1.0), slope = random.NormalVector(n), row = random.NormalVector(n), width = random.UniformVector(n, 0.2, 2.0);
        for (int i = 0; i < n; i++)
        {
            (curvature[i], slope[i], row[i]) = (i % 3 == 0 ? 0 : curvature[i] / (unit[i] * unit[i]), slope[i] / unit[i], row[i] / unit[i]);
            width[i] *= unit[i];
        }

        var builder = new ProgramBuilder();
        Block columns = builder.Variables(n, "columns");
        builder.Bounds(columns, new double[n], width);
        builder.Linear(columns, slope);
        builder.Quadratic(columns, curvature);
        builder.Kinked(builder.Offset(columns, [.. width.Select(w => 0.4 * w)]), new Kink { At = new double[n], SlopeBelow = [.. unit.Select(u => -0.3 / u)], SlopeAbove = [.. unit.Select(u => 0.3 / u)] });
        builder.Bounds(builder.Image(new SumMap(row), columns), [0.2], [0.2]);
        return builder.Build();
    }
}
