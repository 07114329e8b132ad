using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

public class PortfolioReferenceTests
{
    [TestCase("ppo-maxsharpe-longonly")]
    [TestCase("ppo-maxsharpe-short")]
    [TestCase("ppo-maxsharpe-semicov")]
    [TestCase("ppo-maxsharpe-ewma")]
    [TestCase("ppo-cla-maxsharpe-ewma")]
    [TestCase("ppo-maxsharpe-bounds-3-13")]
    [TestCase("ppo-maxsharpe-explicit-bounds")]
    [TestCase("ppo-minvol-short-unbounded")]
    [TestCase("ppo-cla-minvol-ewma-short")]
    [TestCase("ppo-minvol-l2-1")]
    [TestCase("ppo-minvol-lwcc-l2")]
    public void Rules_OfPeers_HaveTheirFigures(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        AssetValues mu = Returns(one, risk.Universe!);
        AssertFigures(one, risk, mu, PeerAnswer(one, risk, mu));
    }

    /// <summary>Our weights for a peer's problem.</summary>
    internal static AssetValues PeerAnswer(ReferenceCase one, DenseRisk risk, AssetValues mu)
    {
        AssetValues? lower = one.Id switch
        {
            "ppo-maxsharpe-short" or "ppo-minvol-short-unbounded" => Same(risk.Count, double.NegativeInfinity),
            "ppo-maxsharpe-bounds-3-13" => Same(risk.Count, 0.03),
            "ppo-cla-minvol-ewma-short" => Same(risk.Count, -1.0),
            _ => null,
        };
        AssetValues? upper = one.Id switch { "ppo-maxsharpe-bounds-3-13" => Same(risk.Count, 0.13), "ppo-cla-minvol-ewma-short" => Same(risk.Count, 1.0), _ => null };
        if (one.Id == "ppo-maxsharpe-explicit-bounds") return WithLimits(risk, mu);
        if (one.Id is "ppo-minvol-l2-1" or "ppo-minvol-lwcc-l2") return WithPenalty(risk);
        return one.Family == "min-variance" ? MinimumVariance.Weights(risk, lower, upper) : MaximumSharpe.Weights(risk, mu, one.Id == "ppo-cla-maxsharpe-ewma" ? 0 : 0.02, lower, upper);
    }

    /// <summary>min w'Sw + w'w, long-only and fully invested: a mandate rather than a rule.</summary>
    private static AssetValues WithPenalty(DenseRisk risk)
    {
        Universe universe = risk.Universe!;
        Account account = Account.FromWeights(universe, [.. Enumerable.Repeat(1.0 / risk.Count, risk.Count)], 1_000_000m);
        var mandate = new Mandate { Objective = new Variance(risk) + new Concentration(), Limits = [new CashBand(0, 0), Limits.LongOnly] };
        return new Rebalancer(mandate, universe).Rebalance(account).Weights.ToArray();
    }

    /// <summary>w[GOOG] >= 0.2, w[FB] = 0.15, w[BABA] + w[AMZN] at most 0.10.</summary>
    private static AssetValues WithLimits(DenseRisk risk, AssetValues mu)
    {
        AssetValues Of(params string[] symbols) => risk.Universe!.Values([.. Enumerable.Range(0, risk.Count).Select(i => symbols.Contains(risk.Universe[i].Symbol) ? 1.0 : 0)]);
        return MaximumSharpe.Weights(risk, mu, 0.02, null, Same(risk.Count, 1),
            [new PortfolioLimit(Of("GOOG"), 0.2, double.PositiveInfinity), new PortfolioLimit(Of("FB"), 0.15, 0.15), new PortfolioLimit(Of("BABA", "AMZN"), double.NegativeInfinity, 0.1)]);
    }

    // covariances that are singular, or not symmetric as printed, have their variances compared in the table of reference cases
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
        AssetValues ours = LiteratureAnswer(one);
        Assert.That(ours, Is.EqualTo(Numbers(one.Expected.GetProperty("weights"))).Within(Math.Max(Tolerances.PeerNumber, one.Tolerance.GetProperty("weights_atol").GetDouble())));
    }

    /// <summary>Our weights for a problem of the literature.</summary>
    internal static AssetValues LiteratureAnswer(ReferenceCase one)
    {
        JsonElement arguments = one.Problem.GetProperty("arguments");
        bool sharpe = one.Family == "max-sharpe";
        DenseRisk risk = LiteratureRisk(one);
        JsonElement last = arguments[arguments.GetArrayLength() - 1];
        AssetValues? lower = Bound(last, "minWeights"), upper = Bound(last, "maxWeights");
        return sharpe ? MaximumSharpe.Weights(risk, Numbers(arguments[0]), arguments[2].GetDouble(), lower, upper)
            : one.Family == "max-diversification" ? MaximumDiversification.Weights(risk, lower, upper) : MinimumVariance.Weights(risk, lower, upper);
    }

    /// <summary>The covariance of a case, its symmetric part where two halves are printed that differ.</summary>
    internal static DenseRisk LiteratureRisk(ReferenceCase one)
    {
        double[,] printed = ReferenceReturns.Matrix(one.Problem.GetProperty("arguments")[one.Family == "max-sharpe" ? 1 : 0]);
        var symmetric = new double[printed.GetLength(0), printed.GetLength(0)];
        for (int i = 0; i < symmetric.GetLength(0); i++)
            for (int j = 0; j < symmetric.GetLength(0); j++) symmetric[i, j] = 0.5 * (printed[i, j] + printed[j, i]);
        return Risk(symmetric);
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

    internal static AssetValues Returns(ReferenceCase one, Universe universe)
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
