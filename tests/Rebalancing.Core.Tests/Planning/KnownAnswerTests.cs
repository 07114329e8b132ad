namespace Rebalancing.Core.Tests;

/// <summary>Published and closed-form answers through the public front.</summary>
public class KnownAnswerTests
{
    private static readonly double[] Returns = [0.07197349, 0.15518171, 0.17535435, 0.0898094, 0.42895777, 0.39291844, 0.32170722, 0.18378628];

    private static readonly double[] Covariance =
    [
        0.09460323, 0.03735969, 0.03488376, 0.03483838, 0.05420885, 0.03682539, 0.03209623, 0.03271886,
        0.03735969, 0.07746293, 0.03868215, 0.03670678, 0.03816653, 0.03634422, 0.0356449, 0.03422235,
        0.03488376, 0.03868215, 0.06241065, 0.03364444, 0.03949475, 0.03690811, 0.03383847, 0.02433733,
        0.03483838, 0.03670678, 0.03364444, 0.06824955, 0.04017978, 0.03348263, 0.04360484, 0.03713009,
        0.05420885, 0.03816653, 0.03949475, 0.04017978, 0.17243352, 0.07886889, 0.06999607, 0.05010711,
        0.03682539, 0.03634422, 0.03690811, 0.03348263, 0.07886889, 0.09093307, 0.05364518, 0.04489357,
        0.03209623, 0.0356449, 0.03383847, 0.04360484, 0.06999607, 0.05364518, 0.09649728, 0.04419974,
        0.03271886, 0.03422235, 0.02433733, 0.03713009, 0.05010711, 0.04489357, 0.04419974, 0.08159633,
    ];

    /// <summary>The Markowitz problem of the MOSEK portfolio cookbook, chapter 2: highest return with a variance of at most 0.05.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Rebalance_HighestReturnAtALimitedVariance_IsTheCookbooks(bool asVolatility)
    {
        Universe universe = Universe.Of("A", "B", "C", "D", "E", "F", "G", "H");
        DenseRisk risk = DenseRisk.FromRows(Covariance, 8, universe);
        var mandate = new Mandate
        {
            Objective = new ExpectedReturn(universe.Values(Returns)),
            Limits = [new FullyInvested(0), Limits.LongOnly, asVolatility ? new Volatility(risk).AtMost(Math.Sqrt(0.05)) : new Variance(risk).AtMost(0.05)],
        };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, new double[8], 1_000_000m));
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
        Universe universe = Universe.Of("A", "B");
        DenseRisk risk = DenseRisk.FromRows([0.04, 0.012, 0.012, 0.09], 2);
        var mandate = new Mandate
        {
            // 5/2 (w - t)'S(w - t) + c'|z| and no budget: cash may be anything
            Objective = 2.5 * new TrackingVariance(risk, [0.6, 0.4]) + new TradingCost([0.002, 0.004]),
            Limits = [new CashBand(-1)],
            CostSettlement = CostSettlement.Outside,
        };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.61, 0.36], 1_000_000m));
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
