using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

public class ExpectedReturnReferenceTests
{
    [Test]
    public void CompoundMean_OfPublishedPrices_IsThePublishedVector()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-est-mean-historical");
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
        AssetValues ours = ExpectedReturns.CompoundMean(returns);
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, ReferenceReturns.ExpectedVector(one), 1e-6);
    }

    [Test]
    public void Capm_WithTheEqualWeightedMarket_IsThePublishedVector()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-est-capm-equal-market");
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
        AssetValues ours = ExpectedReturns.Capm(returns, EqualMarket(returns), 0.02);
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, ReferenceReturns.ExpectedVector(one), 1e-6);
    }

    [Test]
    public void Ewma_HalfLifeOf40_IsThePublishedVector()
    {
        ReferenceCase one = ReferenceCases.Get("skf-mu-ew_mu_default-0");
        ReturnSeries returns = ReferenceReturns.Returns(one, 1);
        AssetValues ours = ExpectedReturns.Ewma(returns, Decay.HalfLife(40));
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, ReferenceReturns.ExpectedVector(one), 1e-7);
    }

    [Test]
    public void Equilibrium_OfEqualWeights_IsThePublishedVector()
    {
        ReferenceCase one = ReferenceCases.Get("skf-mu-equilibrium_mu-0");
        ReturnSeries returns = ReferenceReturns.Returns(one, 1);
        var equal = new double[returns.Count];
        Array.Fill(equal, 1.0 / returns.Count);
        AssetValues ours = ExpectedReturns.Equilibrium(SampleCovariance.Estimate(returns).Risk, equal, 1);
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, ReferenceReturns.ExpectedVector(one), 1e-7);
    }

    [TestCase("skf-mu-shrinkage_mu-0", false, false)]
    [TestCase("skf-mu-shrinkage_mu-1", false, true)]
    [TestCase("skf-mu-shrinkage_mu-2", true, false)]
    public void MeanShrinkage_OfPublishedReturns_IsThePublishedVector(string id, bool bayes, bool minimumVariance)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        ReturnSeries returns = ReferenceReturns.Returns(one, 1);
        MeanShrinkage ours = bayes ? MeanShrinkage.BayesStein(returns, minimumVariance) : MeanShrinkage.JamesStein(returns, minimumVariance);
        ReferenceReturns.AssertVector(i => ours.Returns[i], returns.Universe!, ReferenceReturns.ExpectedVector(one), 1e-7);
    }

    [Test]
    public void ImpliedRiskAversion_OfTheMarketFund_IsThePublishedNumber()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-bl-risk-aversion");
        ReturnSeries market = ReferenceReturns.Prices(one, 252, name: "market");
        Assert.That(ExpectedReturns.ImpliedRiskAversion(market, 0.02), Is.EqualTo(one.ExpectedNumber("value")!.Value).Within(5e-6));
    }

    [TestCase("ppo-bl-equal-prior")]
    [TestCase("ppo-bl-market-prior-portfolio")]
    [TestCase("ppo-bl-idzorek")]
    public void BlackLitterman_PublishedPortfolios_HaveThePublishedReturnAndVolatility(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        (double[] expected, double[] ours) = BlackLittermanAnswer(one);
        Assert.That(ours[0], Is.EqualTo(expected[0]).Within(1e-7 * Math.Abs(expected[0])));
        Assert.That(ours[1], Is.EqualTo(expected[1]).Within(1e-7 * expected[1]));
        Assert.That(ours[2], Is.EqualTo(expected[2]).Within(1e-6));
    }

    [Test]
    public void BlackLitterman_ViewsOnEveryAsset_HaveThePublishedPosterior()
    {
        (double[] expected, double[] ours) = BlackLittermanAnswer(ReferenceCases.Get("ppo-bl-all-views-posterior"));
        Assert.That(ours, Is.EqualTo(expected).Within(1e-6));
    }

    /// <summary>Published numbers and ours: return, volatility and Sharpe ratio of the portfolio, or the posterior, or the risk aversion.</summary>
    internal static (double[] Expected, double[] Ours) BlackLittermanAnswer(ReferenceCase one)
    {
        if (one.Id == "ppo-bl-risk-aversion") return ([one.ExpectedNumber("value")!.Value], [ExpectedReturns.ImpliedRiskAversion(ReferenceReturns.Prices(one, 252, name: "market"), 0.02)]);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        Universe universe = risk.Universe!;
        if (one.Id == "ppo-bl-all-views-posterior")
        {
            LabelledMatrix prior = one.File("prior");
            double[] mu = [.. Enumerable.Range(0, universe.Count).Select(i => prior[prior.RowLabels.ToList().IndexOf(universe[i].Symbol), 0])];
            View[] views = [.. Enumerable.Range(0, universe.Count).Select(i => View.Absolute(universe, universe[i].Symbol, 0.1))];
            var all = new BlackLitterman(risk, universe.Values(mu), views);
            Dictionary<string, double> vector = ReferenceReturns.ExpectedVector(one);
            return ([.. vector.Values], [.. vector.Keys.Select(symbol => all.Returns[universe.IndexOf(symbol)])]);
        }
        var posterior = new BlackLitterman(risk, Prior(one, risk), Views(one, universe), one.Problem.GetProperty("tau").GetDouble());
        double[] weights = NaiveAlgebra.Solve(risk, [.. posterior.Returns]);
        double sum = weights.Sum();
        for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
        double expected = weights.Select((w, i) => w * posterior.Returns[i]).Sum(), volatility = posterior.PosteriorRisk().Volatility(weights);
        return ([.. new[] { "expected_return", "volatility", "sharpe" }.Select(name => one.ExpectedNumber(name)!.Value)], [expected, volatility, (expected - 0.02) / volatility]);
    }

    /// <summary>The mean return of the assets that have one, in every period.</summary>
    internal static ReturnSeries EqualMarket(ReturnSeries returns)
    {
        var mean = new double[returns.Periods, 1];
        for (int t = 0; t < returns.Periods; t++) mean[t, 0] = Enumerable.Range(0, returns.Count).Select(i => returns[t, i]).Where(r => !double.IsNaN(r)).Average();
        return ReturnSeries.FromReturns(mean, 252);
    }

    private static AssetValues Prior(ReferenceCase one, DenseRisk risk)
    {
        Universe universe = risk.Universe!;
        if (one.Id == "ppo-bl-equal-prior") return universe.Values(_ => 1.0 / universe.Count);
        JsonElement caps = ReferenceCases.Get("ppo-bl-idzorek").Problem.GetProperty("market_caps");
        double[] market = [.. Enumerable.Range(0, universe.Count).Select(i => caps.GetProperty(universe[i].Symbol).GetDouble())];
        double total = market.Sum();
        AssetValues weights = universe.Values(market.Select(m => m / total).ToArray());
        return one.Id == "ppo-bl-idzorek"
            ? ExpectedReturns.Equilibrium(risk, weights, 1)
            : ExpectedReturns.Equilibrium(risk, weights, one.Problem.GetProperty("delta").GetDouble(), 0.02);
    }

    private static View[] Views(ReferenceCase one, Universe universe)
    {
        View[] views = [.. ReferenceReturns.Vector(one.Problem.GetProperty("absolute_views")).Select(v => View.Absolute(universe, v.Key, v.Value))];
        if (!one.Problem.TryGetProperty("view_confidences", out JsonElement confidences)) return views;
        return [.. views.Select((v, i) => v.WithConfidence(confidences[i].GetDouble()))];
    }
}
