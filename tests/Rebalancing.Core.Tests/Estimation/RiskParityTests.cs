using System.Text.Json;
using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests.Estimation;

public class RiskParityTests
{
    private static readonly double[,] CookbookCovariance =
    {
        { 0.09460323, 0.03735969, 0.03488376, 0.03483838, 0.05420885, 0.03682539, 0.03209623, 0.03271886 },
        { 0.03735969, 0.07746293, 0.03868215, 0.03670678, 0.03816653, 0.03634422, 0.0356449, 0.03422235 },
        { 0.03488376, 0.03868215, 0.06241065, 0.03364444, 0.03949475, 0.03690811, 0.03383847, 0.02433733 },
        { 0.03483838, 0.03670678, 0.03364444, 0.06824955, 0.04017978, 0.03348263, 0.04360484, 0.03713009 },
        { 0.05420885, 0.03816653, 0.03949475, 0.04017978, 0.17243352, 0.07886889, 0.06999607, 0.05010711 },
        { 0.03682539, 0.03634422, 0.03690811, 0.03348263, 0.07886889, 0.09093307, 0.05364518, 0.04489357 },
        { 0.03209623, 0.0356449, 0.03383847, 0.04360484, 0.06999607, 0.05364518, 0.09649728, 0.04419974 },
        { 0.03271886, 0.03422235, 0.02433733, 0.03713009, 0.05010711, 0.04489357, 0.04419974, 0.08159633 },
    };

    [Test]
    public void RiskParity_OfTheCookbooksEightStocks_HasThePrintedWeightsObjectiveAndVolatility()
    {
        DenseRisk risk = Risk(CookbookCovariance);
        AssetValues weights = RiskParity.Weights(risk);
        Assert.That(weights, Is.EqualTo(new[] { 0.128198, 0.134368, 0.147567, 0.137782, 0.090373, 0.114948, 0.114974, 0.131791 }).Within(5e-7));
        Assert.That(risk.Volatility(weights.Span), Is.EqualTo(0.212983).Within(5e-7));
        double[] x = RiskParity.Unscaled(risk, null, null);
        Assert.That((0.5 * risk.Variance(x)) - x.Sum(v => Math.Log(v) / 8), Is.EqualTo(1.042655).Within(5e-7));
    }

    [Test]
    public void RiskParity_OfMaillardRoncalliTeiletche_HasTheirWeights()
    {
        DenseRisk risk = DenseRisk.FromCorrelations([0.1, 0.2, 0.3, 0.4], [1, 0.8, 0, 0, 0.8, 1, 0, 0, 0, 0, 1, -0.5, 0, 0, -0.5, 1]);
        Assert.That(RiskParity.Weights(risk), Is.EqualTo(new[] { 0.383613, 0.191806, 0.242618, 0.181963 }).Within(5e-7));
    }

    [TestCase(0.0)]
    [TestCase(0.3)]
    [TestCase(0.9)]
    public void RiskParity_OfAConstantCorrelation_IsInverseVolatility(double rho)
    {
        DenseRisk risk = DenseRisk.FromCorrelations([0.1, 0.2, 0.3, 0.4], [1, rho, rho, rho, rho, 1, rho, rho, rho, rho, 1, rho, rho, rho, rho, 1]);
        Assert.That(RiskParity.Weights(risk), Is.EqualTo(new[] { 0.48, 0.24, 0.16, 0.12 }).Within(1e-10));
    }

    [TestCase(0.5, 0.5, 3.162278, 3.162278)]
    [TestCase(0.25, 0.75, 2.965685, 3.285618)]
    public void RiskParity_Unscaled_HasThePublishedMinimiser(double first, double second, double x, double y)
    {
        DenseRisk risk = DenseRisk.FromRows([0.25, -0.2, -0.2, 0.25], 2);
        Assert.That(RiskParity.Unscaled(risk, new[] { first, second }, null), Is.EqualTo(new[] { x, y }).Within(1e-6));
    }

    [TestCase("lit-erc-maillard-1")]
    [TestCase("lit-erc-bai-5")]
    [TestCase("lit-erc-richard-roncalli-t1")]
    [TestCase("lit-rb-richard-roncalli-t1")]
    public void RiskParity_PublishedTables_HaveTheirWeights(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        AssetValues? budgets = one.Problem.TryGetProperty("risk_budgets", out JsonElement b) ? AssetValues.Create(Numbers(b)) : null;
        AssetValues ours = RiskParity.Weights(Risk(ReferenceReturns.Matrix(one.Problem.GetProperty("cov"))), budgets);
        Assert.That(ours, Is.EqualTo(Numbers(one.Expected.GetProperty("weights"))).Within(one.Tolerance.GetProperty("weights_atol").GetDouble()));
    }

    [TestCase("rpl-riskparity-mv")]
    [TestCase("skf-riskbudgeting-equal-20")]
    public void RiskParity_OfPeers_HasTheirWeights(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        AssetValues ours = RiskParity.Weights(risk);
        ReferenceReturns.AssertVector(i => ours[i], risk.Universe!, ReferenceReturns.ExpectedVector(one, "weights"), Math.Max(Tolerances.PeerNumber, one.Tolerance.GetProperty("weights_atol").GetDouble()));
        // the peer stops a few 1e-6 away; a second solver's weights are met to all of theirs
        if (one.IndependentWeights is { } independent) ReferenceReturns.AssertVector(i => ours[i], risk.Universe!, new Dictionary<string, double>(independent), Tolerances.LinearAlgebra);
    }

    [Test]
    public void RiskParity_OfAFactorModelAndItsDenseCovariance_HasItsBudgetsTo1e10([Values(1, 2, 3, 4)] int seed, [Values] bool shorts)
    {
        var random = new TestRandom(seed);
        Universe universe = Universe.Of([.. Enumerable.Range(0, 60).Select(i => $"A{i}")]);
        FactorModel factors = RiskReportTests.RandomModel(random, universe, 5);
        var dense = DenseRisk.FromRows([.. NaiveAlgebra.Dense(factors).Cast<double>()], 60, universe);
        double[] budgets = random.Simplex(60), signs = [.. Enumerable.Range(0, 60).Select(_ => shorts && random.Chance(0.5) ? -1.0 : 1.0)];
        AssetValues ours = RiskParity.Weights(factors, budgets, signs), other = RiskParity.Weights(dense, budgets, signs);
        foreach ((RiskModel risk, AssetValues weights) in new[] { ((RiskModel)factors, ours), (dense, other) })
        {
            var report = new RiskReport(risk, weights.Span);
            for (int i = 0; i < 60; i++) Assert.That(report.Share(i), Is.EqualTo(budgets[i]).Within(1e-10));
            Assert.That(weights.Select(w => (double)Math.Sign(w)), Is.EqualTo(signs));
            Assert.That(weights.Sum(Math.Abs), Is.EqualTo(1).Within(Tolerances.Summation));
        }
        Assert.That(ours, Is.EqualTo(other).Within(1e-10));
    }

    [Test]
    public void RiskParity_OfWideBudgetsAndNearlySingularRisk_StillHasThem([Values(5, 6)] int seed)
    {
        // budgets over six orders of magnitude; 40 assets from 25 periods, shrunk by a hair
        var random = new TestRandom(seed);
        CovarianceEstimate sample = SampleCovariance.Estimate(ReturnSeries.FromReturns(ReferenceReturns.Random(random, 25, 40), 252));
        var rows = new double[1600];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 40; j++) rows[(i * 40) + j] = sample[i, j] * (i == j ? 1.0001 : 1);
        DenseRisk risk = DenseRisk.FromRows(rows, 40);
        double[] budgets = [.. Enumerable.Range(0, 40).Select(_ => Math.Pow(10, random.Uniform(-6, 0)))];
        AssetValues weights = RiskParity.Weights(risk, budgets);
        var report = new RiskReport(risk, weights.Span);
        double sum = budgets.Sum();
        for (int i = 0; i < 40; i++) Assert.That(report.Share(i), Is.EqualTo(budgets[i] / sum).Within(1e-10));
    }

    [TestCase("lit-risk-parity-000")]
    [TestCase("lit-risk-parity-001")]
    [TestCase("lit-risk-parity-002")]
    public void RiskParity_WithinBounds_HasThePublishedWeights(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        JsonElement arguments = one.Problem.GetProperty("arguments"), limits = arguments[1].GetProperty("constraints");
        AssetValues ours = RiskParity.WeightsWithin(Risk(ReferenceReturns.Matrix(arguments[0])), Numbers(limits.GetProperty("minWeights")), Numbers(limits.GetProperty("maxWeights")));
        Assert.That(ours, Is.EqualTo(Numbers(one.Expected.GetProperty("weights"))).Within(Tolerances.Weight));
    }

    [Test]
    public void RiskParity_WithinBounds_HasThePeersWeights()
    {
        ReferenceCase one = ReferenceCases.Get("skf-riskbudgeting-bounds-2022");
        AssetValues ours = PeersWithinBounds(one);
        ReferenceReturns.AssertVector(i => ours[i], ours.Universe!, ReferenceReturns.ExpectedVector(one, "weights"), one.Tolerance.GetProperty("weights_atol").GetDouble());
    }

    [Test]
    public void RiskParity_WithinBounds_KeepsThem_AndTheFreeAssetsHaveTheirBudgets([Values(1, 2, 3)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel risk = RiskReportTests.RandomModel(random, Universe.Of([.. Enumerable.Range(0, 25).Select(i => $"A{i}")]), 3);
        double[] budgets = random.Simplex(25), upper = [.. Enumerable.Repeat(0.07, 25)], lower = [.. Enumerable.Repeat(0.01, 25)];
        foreach (BoundedBudgets meaning in Enum.GetValues<BoundedBudgets>())
        {
            AssetValues wide = RiskParity.WeightsWithin(risk, new double[25], Enumerable.Repeat(1.0, 25).ToArray(), budgets, meaning);
            Assert.That(wide, Is.EqualTo(RiskParity.Weights(risk, budgets)).Within(Tolerances.Weight), "bounds that do not bind change nothing");
        }
        AssetValues ours = RiskParity.WeightsWithin(risk, lower, upper, budgets);
        Assert.That(ours.Sum(), Is.EqualTo(1).Within(Tolerances.Summation));
        Assert.That(ours, Is.All.InRange(0.01, 0.07));
        var report = new RiskReport(risk, ours.Span);
        int[] free = [.. Enumerable.Range(0, 25).Where(i => ours[i] is > 0.01 and < 0.07)];
        Assert.That(free, Has.Length.InRange(2, 24));
        double scale = report.Share(free[0]) / budgets[free[0]];
        for (int i = 0; i < 25; i++)
        {
            double share = report.Share(i) / budgets[i];
            if (free.Contains(i)) Assert.That(share, Is.EqualTo(scale).Within(Tolerances.Residual * scale));
            else if (ours[i] == 0.07) Assert.That(share, Is.LessThanOrEqualTo(scale), "at the upper bound for want of risk");
            else Assert.That(share, Is.GreaterThanOrEqualTo(scale), "at the lower bound for too much of it");
        }
    }

    /// <summary>The engines' logarithm and the sweeps are two algorithms for one program.</summary>
    [Test]
    public void RiskParity_AsAProgramOfTheEngines_IsTheSame([Values(1, 2)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel risk = RiskReportTests.RandomModel(random, Universe.Of([.. Enumerable.Range(0, 25).Select(i => $"A{i}")]), 3);
        double[] budgets = random.Simplex(25);
        foreach (EngineKind engine in new[] { EngineKind.Auto, EngineKind.InteriorPoint })
        {
            var builder = new ProgramBuilder();
            Block x = builder.Variables(25, "x");
            risk.Lower(builder, x, 1.0);
            builder.Log(x, budgets);
            SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = engine }).Solve();
            Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
            Assert.That(result.Values(x).ToArray(), Is.EqualTo(RiskParity.Unscaled(risk, budgets, null)).Within(Tolerances.Weight));
        }
    }

    [Test]
    public void GroupBudgets_OfTwoGroups_AreTheirShareOfTheRisk()
    {
        Universe universe = Universe.Of("VTI", "VEA", "VWO", "BND", "GLD");
        FactorModel risk = RiskReportTests.RandomModel(new TestRandom(8), universe, 2);
        Grouping kinds = universe.GroupBy("Kind", a => a.Symbol[0] == 'V' ? "Equity" : "Other");
        AssetValues budgets = RiskParity.GroupBudgets(kinds, new Dictionary<string, double> { ["Equity"] = 60, ["Other"] = 40 });
        var report = new RiskReport(risk, RiskParity.Weights(risk, budgets).Span);
        Assert.That(report.ByGroup(kinds).Select(c => c / report.Volatility), Is.EqualTo(new[] { 0.6, 0.4 }).Within(1e-10));
        Assert.That(() => RiskParity.GroupBudgets(kinds, new Dictionary<string, double> { ["Equity"] = 1 }), Throws.ArgumentException.With.Message.Contains("risk budget of Kind 'Other' is NaN"));
    }

    [Test]
    public void RiskParity_ImpossibleInputs_AreNamed()
    {
        DenseRisk flat = DenseRisk.FromRows([0.04, 0, 0, 0], 2, Universe.Of("VTI", "CASH")), hedge = DenseRisk.FromRows([0.04, -0.04, -0.04, 0.04], 2);
        Assert.That(() => RiskParity.Weights(flat), Throws.ArgumentException.With.Message.Contains("'CASH' (index 1) has variance 0"));
        Assert.That(() => RiskParity.Weights(flat, new double[] { 1, 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("risk budget for index 1 is 0"));
        Assert.That(() => RiskParity.Weights(flat, signs: new double[] { 1, 0.5 }), Throws.ArgumentException.With.Message.Contains("sign of index 1 is 0.5"));
        Assert.That(() => RiskParity.Weights(flat, new double[] { 1, 2, 3 }), Throws.ArgumentException.With.Message.Contains("3 risk budgets for a risk model of 2 assets"));
        Assert.That(() => RiskParity.WeightsWithin(hedge, [0.0, 0.0], [0.4, 0.5]), Throws.ArgumentException.With.Message.Contains("upper bounds to 0.9"));
        Assert.That(() => RiskParity.WeightsWithin(hedge, [0.0, 0.0], [0.0, 1.0]), Throws.ArgumentException.With.Message.Contains("upper weight for index 0 is 0"));
        Assert.That(() => RiskParity.WeightsWithin(hedge, [-0.1, 0.0], [1.0, 1.0]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("long portfolios"));
        Assert.That(() => RiskParity.Weights(hedge), Throws.ArgumentException.With.Message.Contains("cancel without risk"));
    }

    internal static AssetValues PeersWithinBounds(ReferenceCase one)
    {
        DenseRisk risk = SampleCovariance.Estimate(ReferenceReturns.Returns(one, 252)).Risk;
        double[] lower = new double[risk.Count], upper = [.. Enumerable.Repeat(1.0, risk.Count)];
        foreach ((string symbol, double bound) in ReferenceReturns.Vector(one.Problem.GetProperty("lower"))) lower[risk.Universe!.IndexOf(symbol)] = bound;
        foreach ((string symbol, double bound) in ReferenceReturns.Vector(one.Problem.GetProperty("upper"))) upper[risk.Universe!.IndexOf(symbol)] = bound;
        return RiskParity.WeightsWithin(risk, lower, upper, meaning: BoundedBudgets.GeometricMean);
    }

    internal static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetDouble())];

    internal static DenseRisk Risk(double[,] rows) => DenseRisk.FromRows([.. rows.Cast<double>()], rows.GetLength(0));
}
