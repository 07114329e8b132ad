using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Flows beside other functions of the same coordinate: the prices written for both must prove the answer.</summary>
public class DualNewtonNetworkTests
{
    private const int Assets = 120;
    private const int Factors = 6;
    private const int Lots = 10;

    /// <summary>The lots end where the holding of today stands, up to rounding, and there the spread bends: two bends a rounding apart.</summary>
    [Test]
    public void Complete_BendOfTheRestAtTheEndOfTheLots_ProvesTheAnswer([Values(0.0, 0.002, 0.01)] double cap)
    {
        double worst = 0;
        for (int seed = 1; seed <= 40; seed++)
        {
            SolveResult result = new ProgramSolver(WithLots(seed, cap), new SolverSettings { Engine = EngineKind.DualNewton }).Solve();
            Assert.That(result.Engine, Is.EqualTo(EngineKind.DualNewton), result.EngineReason);
            Assert.That(result.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual), $"seed {seed}");
            Assert.That(Math.Abs(result.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective), $"seed {seed}: {result.Certificate}");
            worst = Math.Max(worst, Math.Abs(result.Certificate.RelativeGap));
        }

        TestContext.Out.WriteLine($"worst relative gap {worst:E1}");
    }

    /// <param name="seed">Chooses all numbers.</param>
    /// <param name="cap">How far below today's holdings the upper bounds of every third coordinate lie; zero for none.</param>
    private static StructuredProgram WithLots(int seed, double cap)
    {
        TestRandom random = new(seed);
        double[] holdings = random.Simplex(Assets);
        double[] target = random.Vector(Assets, r => r.Uniform(0.5, 1.5));
        for (int i = 0; i < Assets; i++)
            target[i] *= holdings[i];
        ProgramBuilder builder = new();
        Block w = builder.Variables(Assets, "x"), trades = builder.Offset(w, holdings), active = builder.Offset(w, target);
        builder.Bounds(w, new double[Assets], [.. holdings.Select((h, i) => cap > 0 && i % 3 == 0 ? Math.Max(0, h - cap) + 1e-4 : 1.0)]);
        builder.Bounds(builder.Image(new SumMap(Assets), w), [0.95], [1.0]);
        Block factors = builder.Image(DenseMap.FromColumns(random.Vector(Assets * Factors, r => 0.3 * r.Normal()), Factors, Assets), w);
        double[] exposure = new double[Factors];
        builder.Quadratic(builder.Offset(factors, exposure), [.. Enumerable.Repeat(5.0, Factors)]);
        builder.Quadratic(active, random.Vector(Assets, r => r.Uniform(0.05, 1)));
        double[] spread = random.UniformVector(Assets, 1e-4, 1e-3);
        builder.Kinked(trades, new Kink { At = new double[Assets], SlopeBelow = [.. spread.Select(s => -s)], SlopeAbove = spread });
        SayLots(builder, trades, holdings, random);
        return builder.Build();
    }

    private static void SayLots(ProgramBuilder builder, Block trades, double[] holdings, TestRandom random)
    {
        int each = Lots + 1;
        int[] coordinate = new int[Assets * each];
        double[] sign = new double[Assets * each], upper = new double[Assets * each], cost = new double[Assets * each];
        for (int i = 0; i < Assets; i++)
        {
            for (int l = 0; l < Lots; l++)
            {
                int f = (i * each) + l;
                (coordinate[f], sign[f], upper[f], cost[f]) = (i, -1, holdings[i] / Lots, random.Uniform(0, 0.02));
            }

            (coordinate[(i * each) + Lots], sign[(i * each) + Lots], upper[(i * each) + Lots]) = (i, 1, double.PositiveInfinity);
        }

        builder.Linear(builder.Flows(trades, coordinate, sign, upper, "lots"), cost);
    }
}
