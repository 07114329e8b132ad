using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Logarithms and general powers through the whole solver: against their conditions of optimality and against the interior point.</summary>
public class DualNewtonCurveTests
{
    [Test]
    public void Solve_RiskBudgets_EveryContributionIsItsBudget([Values(50, 400)] int n, [Values(1, 2, 3)] int seed)
    {
        FactorInstance instance = new(n, 12, seed);
        TestRandom random = new(seed);
        double[] budget = random.Vector(n, r => r.Uniform(0.2, 2));
        ProgramBuilder builder = new();
        Block x = builder.Variables(n, "scaled");
        builder.Quadratic(x, instance.Specific);
        double[] ones = new double[12];
        Array.Fill(ones, 1.0);
        builder.Quadratic(builder.Image(DenseMap.FromColumns(instance.Loadings, 12, n), x), ones);
        builder.Log(x, budget);
        ProgramSolver solver = new(builder.Build(), new SolverSettings { Tolerance = 1e-12 });
        SolveResult result = solver.Solve();
        double[] found = result.Values(x).ToArray();

        Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
        for (int i = 0; i < n; i++)
        {
            // x_i (S x)_i = b_i, S = D + F F'
            double marginal = instance.Specific[i] * found[i];
            for (int f = 0; f < 12; f++)
                marginal += instance.Loadings[(i * 12) + f] * Enumerable.Range(0, n).Sum(j => instance.Loadings[(j * 12) + f] * found[j]);
            Assert.That(found[i] * marginal, Is.EqualTo(budget[i]).Within(Tolerances.LinearAlgebra * budget[i]), $"seed {seed}, coordinate {i}");
        }
    }

    [Test]
    public void Solve_PowersLogsKinksAndGroups_AgreesWithTheInteriorPoint([Values(1.2, 1.5, 1.8)] double exponent, [Values] bool logs, [Values(1, 2, 3)] int seed)
    {
        (StructuredProgram program, Block _) = Mixed(new FactorInstance(120, 8, seed), exponent, logs);
        SolveResult fast = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
        SolveResult robust = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();

        Assert.That(fast.Engine, Is.EqualTo(EngineKind.DualNewton), fast.EngineReason);
        Assert.That(fast.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(robust.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(fast.Objective, Is.EqualTo(robust.Objective).Within(Tolerances.SolverAgreement * Math.Abs(robust.Objective)), $"seed {seed}");
        Assert.That(Math.Abs(fast.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective), $"seed {seed}: {fast.Certificate}");
        Assert.That(fast.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual));
    }

    [Test]
    public void Solve_PowersOfTwoKindsOnOneCoordinate_AgreesWithTheInteriorPoint([Values(1, 2, 3)] int seed)
    {
        FactorInstance instance = new(100, 8, seed);
        ProgramBuilder builder = Begin(instance, out Block holdings, out Block trades);
        builder.Power(trades, instance.Impact, 1.5);
        builder.Power(trades, instance.Spread, 1.3);
        builder.Power(holdings, instance.Spread, 1.6);
        StructuredProgram program = builder.Build();
        SolveResult fast = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
        SolveResult robust = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();

        Assert.That(fast.Engine, Is.EqualTo(EngineKind.DualNewton), fast.EngineReason);
        Assert.That(fast.Objective, Is.EqualTo(robust.Objective).Within(Tolerances.SolverAgreement * Math.Abs(robust.Objective)));
        Assert.That(Math.Abs(fast.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective));
    }

    [Test]
    public void Solve_KinkAwayFromThePowersCentre_IsSolvedAllTheSame([Values(1, 2)] int seed)
    {
        FactorInstance instance = new(100, 8, seed);
        ProgramBuilder builder = Begin(instance, out Block holdings, out Block trades);
        builder.Power(trades, instance.Impact, 1.5);
        double[] places = [.. instance.Holdings.Select(w => w + 0.001)], up = [.. instance.Spread.Select(c => 2 * c)];
        builder.Kinked(holdings, new Kink { At = places, SlopeBelow = new double[100], SlopeAbove = up });
        StructuredProgram program = builder.Build();
        SolveResult fast = new ProgramSolver(program).Solve();
        SolveResult robust = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();

        Assert.That(fast.Engine, Is.EqualTo(EngineKind.DualNewton), fast.EngineReason);
        Assert.That(fast.Objective, Is.EqualTo(robust.Objective).Within(Tolerances.SolverAgreement * Math.Abs(robust.Objective)));
    }

    [Test]
    public void Solve_ExponentChangesInARefill_IsTheProgramWrittenWithIt([Values(1.5, 1.8)] double before, [Values(1.5, 1.2, 2.0)] double after)
    {
        FactorInstance instance = new(80, 6, 4);
        double[] zeros = new double[80], cap = [.. Enumerable.Repeat(instance.Cap, 80)];
        ProgramBuilder builder = Begin(instance, out Block _, out Block trades);
        builder.Power(trades, instance.Impact, before);
        ProgramSolver solver = new(builder.Build());
        solver.Solve();
        builder.BeginRefill();
        Say(builder, instance, zeros, cap, out _, out _);
        builder.Power(trades, instance.Impact, after);
        builder.EndRefill();
        double refilled = solver.Solve().Objective;
        (StructuredProgram fresh, Block _) = Mixed(instance, after, logs: false);

        Assert.That(refilled, Is.EqualTo(new ProgramSolver(fresh).Solve().Objective).Within(Tolerances.Objective));
    }

    private static (StructuredProgram Program, Block Holdings) Mixed(FactorInstance instance, double exponent, bool logs)
    {
        ProgramBuilder builder = Begin(instance, out Block holdings, out Block trades);
        builder.Power(trades, instance.Impact, exponent);
        if (logs)
            builder.Log(holdings, [.. instance.Specific.Select((d, i) => i % 3 == 0 ? 0 : 0.001 * d)]);
        return (builder.Build(), holdings);
    }

    private static ProgramBuilder Begin(FactorInstance instance, out Block holdings, out Block trades)
    {
        ProgramBuilder builder = new();
        int n = instance.Assets;
        Say(builder, instance, new double[n], [.. Enumerable.Repeat(instance.Cap, n)], out holdings, out trades);
        return builder;
    }

    private static void Say(ProgramBuilder builder, FactorInstance instance, double[] lower, double[] upper, out Block holdings, out Block trades)
    {
        int n = instance.Assets;
        holdings = builder.Variables(n, "holdings");
        trades = builder.Offset(holdings, instance.Holdings);
        builder.Bounds(holdings, lower, upper);
        builder.Linear(holdings, [.. instance.Returns.Select(r => -r)]);
        builder.Quadratic(holdings, [.. instance.Specific.Select(d => instance.RiskAversion * d)]);
        DenseMap map = Maps.GetValue(instance, made => DenseMap.FromColumns(made.Loadings, made.Factors, made.Assets));
        builder.Quadratic(builder.Image(map, holdings), [.. Enumerable.Repeat(instance.RiskAversion, instance.Factors)]);
        builder.Bounds(builder.Image(Sums.GetValue(instance, made => new SumMap(made.Assets)), holdings), [1.0], [1.0]);
        builder.Kinked(trades, new Kink { At = new double[n], SlopeBelow = [.. instance.Spread.Select(c => -c)], SlopeAbove = instance.Spread });
    }

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<FactorInstance, DenseMap> Maps = [];
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<FactorInstance, SumMap> Sums = [];
}
