namespace Rebalancing.Core.Tests;

/// <summary>Published and closed-form answers through the public front.</summary>
public class KnownAnswerTests
{
    /// <summary>The Markowitz problem of the MOSEK portfolio cookbook, chapter 2: highest return with a variance of at most 0.05.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Rebalance_HighestReturnAtALimitedVariance_IsTheCookbooks(bool asVolatility)
    {
        RebalanceResult result = KnownMandates.HighestReturn(asVolatility);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal));
        double[] exact = [0, 0.09128383, 0.26909822, 0, 0.02534475, 0.32158606, 0.17650242, 0.11618472], printed = [0, 0.09126, 0.26911, 0, 0.02531, 0.32162, 0.17652, 0.11618];
        for (int i = 0; i < 8; i++)
        {
            Assert.That(result.Weights[i], Is.EqualTo(exact[i]).Within(2e-7));
            Assert.That(result.Weights[i], Is.EqualTo(printed[i]).Within(1e-4));
        }
        Assert.That(-result.Objective, Is.EqualTo(0.27671730637655).Within(1e-8));
    }

    /// <summary>Inside the no-trade region of one asset, outside that of the other: only the other is traded, to the edge.</summary>
    [Test]
    public void Rebalance_OneAssetInsideItsNoTradeRegion_TradesTheOtherToTheEdge()
    {
        RebalanceResult result = KnownMandates.TwoAssetsWithoutABudget();
        Assert.That(result.Weights[0], Is.EqualTo(0.61).Within(1e-7));
        Assert.That(result.Weights[1], Is.EqualTo(0.38977778).Within(1e-7));
        Assert.That(result.GetPlanOrThrow().Trades.Select(t => t.Symbol), Is.EqualTo(new[] { "B" }));
    }

    /// <summary>Contribution of ten to a portfolio of a hundred, buying only, least squares to the targets: water-filling by hand.</summary>
    [TestCase(false, new[] { 0, 3.6, 4.6, 1.1, 0.6, 0.1 })]
    [TestCase(true, new[] { 0, 3.75, 4.75, 1.25, 0, 0.25 })]
    public void Rebalance_AContribution_FillsTheGapsLikeWater(bool privateEquityClosed, double[] buys)
    {
        Universe universe = Universe.Of([.. new[] { "US", "DEV", "UB", "GB", "PE", "AU" }.Select(symbol => new Asset(symbol) { Price = 1m })]);
        Account account = Account.FromShares(universe, new Dictionary<string, decimal> { ["US"] = 35, ["DEV"] = 18, ["UB"] = 17, ["GB"] = 15, ["PE"] = 10, ["AU"] = 5 }, cash: 10m);
        List<Limit> limits = [new FullyInvested(0), new NoSell("US", "DEV", "UB", "GB", "PE", "AU")];
        if (privateEquityClosed) limits.Add(new NoBuy("PE"));
        var mandate = new Mandate { Objective = new TargetDistance([0.30, 0.20, 0.20, 0.15, 0.10, 0.05]), Limits = limits };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        for (int i = 0; i < buys.Length; i++) Assert.That(110 * (result.Weights[i] - account.Weights[i]), Is.EqualTo(buys[i]).Within(2e-5));
    }
}
