using Rebalancing.Solvers.Explaining;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Explaining;

/// <summary>Slopes by owner add up to zero at an optimum, and each agrees with the owner's own value when the column is moved a little.</summary>
[TestFixture]
internal sealed class SlopeAttributionTests
{
    private const int Assets = 12;
    private const int Factors = 3;

    // owners: what each entry of the program below is written by
    private const int Risk = 0, Return = 1, Cost = 2, Impact = 3, Cap = 4, Budget = 5, Groups = 6, Turnover = 7, Volatility = 8, Lots = 9;

    [Test]
    public void Compute_OnRandomPrograms_OwnersSlopesAddUpToZero([Range(1, 60)] int seed)
    {
        Case made = Make(seed);
        SolveResult result = new ProgramSolver(made.Program, new SolverSettings { Tolerance = 1e-10 }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), $"seed {made.Random.Seed}");

        var attribution = new SlopeAttribution(made.Program);
        attribution.Compute(result.Solution);

        double largest = 0;
        for (int owner = -1; owner < made.Program.OwnerCount; owner++)
            foreach (double slope in attribution.Of(owner))
                largest = Math.Max(largest, Math.Abs(slope));
        for (int i = 0; i < Assets; i++)
            Assert.That(attribution.Unexplained[i], Is.EqualTo(0).Within(1e-6 * (1 + largest)), $"asset {i}; seed {made.Random.Seed}");
    }

    [Test]
    public void Compute_ForSmoothOwners_IsTheirFiniteDifference([Range(1, 20)] int seed)
    {
        Case made = Make(seed);
        SolveResult result = new ProgramSolver(made.Program, new SolverSettings { Tolerance = 1e-10 }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), $"seed {made.Random.Seed}");
        var attribution = new SlopeAttribution(made.Program);
        attribution.Compute(result.Solution);

        double[] w = result.Values(made.Holdings).ToArray();
        const double Step = 1e-5;
        for (int i = 0; i < Assets; i++)
        {
            double before = w[i];
            w[i] = before + Step;
            double up = made.RiskValue(w);
            w[i] = before - Step;
            double down = made.RiskValue(w);
            w[i] = before;
            Assert.That(attribution.Of(Risk)[i], Is.EqualTo((up - down) / (2 * Step)).Within(1e-7), $"seed {made.Random.Seed}");
            Assert.That(attribution.Of(Return)[i], Is.EqualTo(-made.Mu[i]).Within(1e-12), $"seed {made.Random.Seed}");
        }
    }

    [Test]
    public void Compute_WhereAnAssetIsNotTraded_CostStaysWithinItsSpread([Range(1, 20)] int seed)
    {
        Case made = Make(seed);
        SolveResult result = new ProgramSolver(made.Program, new SolverSettings { Tolerance = 1e-10 }).Solve();
        var attribution = new SlopeAttribution(made.Program);
        attribution.Compute(result.Solution);
        for (int i = 0; i < Assets; i++)
                Assert.That(Math.Abs(attribution.Of(Cost)[i]), Is.LessThanOrEqualTo(made.Spread[i] + Tolerances.Summation), $"seed {made.Random.Seed}");
    }

    private static Case Make(int seed)
    {
        var random = new TestRandom(seed);
        var loadings = random.UniformVector(Assets * Factors, -0.3, 0.3);
        var specific = random.UniformVector(Assets, 0.01, 0.09);
        var mu = random.UniformVector(Assets, -0.02, 0.12);
        var spread = random.UniformVector(Assets, 0.0005, 0.01);
        var impact = random.UniformVector(Assets, 0.01, 0.1);
        double[] start = random.Simplex(Assets);

        var builder = new ProgramBuilder();
        Block w = builder.Variables(Assets, "holdings");
        Block trades = builder.Offset(w, start);
        builder.Owner = Risk;
        Block exposures = builder.Image(DenseMap.FromColumns(loadings, Factors, Assets), w);
        builder.Quadratic(exposures, Enumerable.Repeat(4.0, Factors).ToArray());
        builder.Quadratic(w, specific.Select(d => 4 * d).ToArray());
        builder.Owner = Return;
        builder.Linear(w, mu.Select(m => -m).ToArray());
        builder.Owner = Cost;
        builder.Kinked(trades, new Kink { At = new double[Assets], SlopeBelow = spread.Select(s => -s).ToArray(), SlopeAbove = spread });
        if (seed % 2 == 0)
        {
            builder.Owner = Impact;
            builder.Power(trades, impact, 1.5);
        }

        builder.Owner = Cap;
        builder.Bounds(w, new double[Assets], Enumerable.Repeat(Math.Max(0.25, start.Max()), Assets).ToArray());
        builder.Owner = Budget;
        builder.Bounds(builder.Image(new SumMap(Assets), w), [1.0], [1.0]);
        if (seed % 3 == 0)
        {
            builder.Owner = Groups;
            var group = new int[Assets];
            var held = new double[3];
            for (int i = 0; i < Assets; i++)
            {
                group[i] = i % 3;
                held[i % 3] += start[i];
            }

            builder.Bounds(builder.Image(new GroupMap(group, 3), w), held.Select(h => h - 0.05).ToArray(), held.Select(h => h + 0.05).ToArray());
        }

        if (seed % 4 < 2)
        {
            builder.Owner = Turnover;
            builder.Weight = 0;
            builder.ChargeTo(builder.AddBudget(0.3), 1);
            var ones = Enumerable.Repeat(1.0, Assets).ToArray();
            builder.Kinked(trades, new Kink { At = new double[Assets], SlopeBelow = ones.Select(x => -x).ToArray(), SlopeAbove = ones });
            builder.ChargeTo(-1, 0);
            builder.Weight = 1;
        }

        if (seed % 5 == 0)
        {
            builder.Owner = Volatility;
            builder.BeginNorm(1.02 * Math.Sqrt(Variance(loadings, specific, start)));
            builder.Quadratic(exposures, Enumerable.Repeat(1.0, Factors).ToArray());
            builder.Quadratic(w, specific);
            builder.EndNorm();
        }

        if (seed % 7 == 0)
        {
            builder.Owner = Lots;
            var coordinate = new int[2 * Assets];
            var sign = new double[2 * Assets];
            var upper = new double[2 * Assets];
            for (int i = 0; i < Assets; i++)
                (coordinate[2 * i], coordinate[(2 * i) + 1], sign[2 * i], sign[(2 * i) + 1], upper[2 * i], upper[(2 * i) + 1]) = (i, i, 1, -1, double.PositiveInfinity, start[i]);
            builder.Linear(builder.Flows(trades, coordinate, sign, upper, "lots"), random.UniformVector(2 * Assets, 0, 0.004));
        }

        return new Case(random, builder.Build(), w, mu, spread, loadings, specific);
    }

    private static double Variance(double[] loadings, double[] specific, double[] w)
    {
        double sum = 0;
        for (int k = 0; k < Factors; k++)
        {
            double y = 0;
            for (int i = 0; i < Assets; i++)
                y += loadings[(i * Factors) + k] * w[i];
            sum += y * y;
        }

        for (int i = 0; i < Assets; i++)
            sum += specific[i] * w[i] * w[i];
        return sum;
    }

    private sealed record Case(TestRandom Random, StructuredProgram Program, Block Holdings, double[] Mu, double[] Spread, double[] Loadings, double[] Specific)
    {
        internal double RiskValue(double[] w) => 2 * Variance(Loadings, Specific, w);
    }
}
