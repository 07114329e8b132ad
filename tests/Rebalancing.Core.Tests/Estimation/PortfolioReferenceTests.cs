using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

public class PortfolioReferenceTests
{
    [TestCase("ppo-maxsharpe-longonly", false, 0.02)]
    [TestCase("ppo-maxsharpe-short", true, 0.02)]
    [TestCase("ppo-maxsharpe-semicov", false, 0.02)]
    [TestCase("ppo-maxsharpe-ewma", false, 0.02)]
    [TestCase("ppo-cla-maxsharpe-ewma", false, 0.0)]
    [TestCase("ppo-maxsharpe-bounds-3-13", false, 0.02)]
    public void MaximumSharpe_OfPeers_HasTheirFigures(string id, bool shorts, double riskFree)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        AssetValues mu = Returns(one, risk.Universe!);
        bool banded = id == "ppo-maxsharpe-bounds-3-13";
        AssetValues? lower = shorts ? Same(risk.Count, double.NegativeInfinity) : banded ? Same(risk.Count, 0.03) : null;
        AssertFigures(one, risk, mu, MaximumSharpe.Weights(risk, mu, riskFree, lower, banded ? Same(risk.Count, 0.13) : null));
    }

    [TestCase("ppo-minvol-short-unbounded", double.NegativeInfinity, double.PositiveInfinity)]
    [TestCase("ppo-cla-minvol-ewma-short", -1.0, 1.0)]
    public void MinimumVariance_OfPeers_HasTheirFigures(string id, double lower, double upper)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        AssertFigures(one, risk, Returns(one, risk.Universe!), MinimumVariance.Weights(risk, Same(risk.Count, lower), Same(risk.Count, upper)));
    }

    // left out: covariances that are singular (no unique answer) or not symmetric as printed (016, 021)
    [TestCase("lit-min-variance-010")]
    [TestCase("lit-min-variance-011")]
    [TestCase("lit-min-variance-013")]
    [TestCase("lit-min-variance-014")]
    [TestCase("lit-min-variance-018")]
    [TestCase("lit-min-variance-020")]
    [TestCase("lit-max-diversification-003")]
    [TestCase("lit-max-diversification-004")]
    [TestCase("lit-max-diversification-006")]
    [TestCase("lit-max-diversification-007")]
    [TestCase("lit-max-sharpe-043")]
    [TestCase("lit-max-sharpe-045")]
    [TestCase("lit-max-sharpe-047")]
    public void Rules_OfTheLiterature_HaveTheirWeights(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        JsonElement arguments = one.Problem.GetProperty("arguments");
        bool sharpe = id.Contains("sharpe", StringComparison.Ordinal);
        DenseRisk risk = Risk(ReferenceReturns.Matrix(arguments[sharpe ? 1 : 0]));
        JsonElement last = arguments[arguments.GetArrayLength() - 1];
        AssetValues? lower = Bound(last, "minWeights"), upper = Bound(last, "maxWeights");
        AssetValues ours = sharpe ? MaximumSharpe.Weights(risk, Numbers(arguments[0]), arguments[2].GetDouble(), lower, upper)
            : id.Contains("diversification", StringComparison.Ordinal) ? MaximumDiversification.Weights(risk, lower, upper) : MinimumVariance.Weights(risk, lower, upper);
        Assert.That(ours, Is.EqualTo(Numbers(one.Expected.GetProperty("weights"))).Within(Math.Max(Tolerances.PeerNumber, one.Tolerance.GetProperty("weights_atol").GetDouble())));
    }

    [Test]
    public void HierarchicalRiskParity_FromACovariance_HasThePeersVolatility()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-hrp-lw");
        DenseRisk risk = ReferenceReturns.Covariance(one);
        Assert.That(risk.Volatility(HierarchicalRiskParity.Weights(risk).Span), Is.EqualTo(one.ExpectedNumber("volatility")!.Value).Within(1e-7));
    }

    [Test]
    public void HierarchicalRiskParity_FromPublishedPrices_HasThePeersWeights()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-hrp");
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
        CovarianceEstimate estimate = SampleCovariance.Estimate(returns);
        AssetValues ours = HierarchicalRiskParity.Weights(returns);
        foreach ((string symbol, double weight) in ReferenceReturns.ExpectedVector(one, "weights"))
            Assert.That(ours[estimate.Risk.Universe!.IndexOf(symbol)], Is.EqualTo(weight).Within(0.01 * weight), symbol);
        Assert.That(estimate.Risk.Volatility(ours.Span), Is.EqualTo(one.ExpectedNumber("volatility")!.Value).Within(0.01 * one.ExpectedNumber("volatility")!.Value));
    }

    private static void AssertFigures(ReferenceCase one, DenseRisk risk, AssetValues mu, AssetValues weights)
    {
        double expected = weights.Select((w, i) => w * mu[i]).Sum(), volatility = risk.Volatility(weights.Span);
        Assert.That(weights.Sum(), Is.EqualTo(1).Within(Tolerances.Residual));
        Assert.That(expected, Is.EqualTo(one.ExpectedNumber("expected_return")!.Value).Within(Tolerances.PeerNumber));
        Assert.That(volatility, Is.EqualTo(one.ExpectedNumber("volatility")!.Value).Within(Tolerances.PeerNumber));
        Assert.That((expected - 0.02) / volatility, Is.EqualTo(one.ExpectedNumber("sharpe")!.Value).Within(Tolerances.PeerNumber));
    }

    private static AssetValues Returns(ReferenceCase one, Universe universe)
    {
        LabelledMatrix mu = one.File("mu");
        return universe.Values(Enumerable.Range(0, universe.Count).Select(i => mu[mu.RowLabels.ToList().IndexOf(universe[i].Symbol), 0]).ToArray());
    }

    private static AssetValues? Bound(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty("constraints", out JsonElement c) && c.TryGetProperty(name, out JsonElement values) ? AssetValues.Create(Numbers(values)) : null;

    private static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetDouble())];

    private static AssetValues Same(int count, double value) => Enumerable.Repeat(value, count).ToArray();

    private static DenseRisk Risk(double[,] rows) => DenseRisk.FromRows([.. rows.Cast<double>()], rows.GetLength(0));
}
