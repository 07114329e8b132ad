namespace Rebalancing.Core.Tests.Planning;

/// <summary>Prices and no-trade intervals whose numbers are known from elsewhere.</summary>
[TestFixture]
internal sealed class KnownExplanationTests
{
    // MOSEK Portfolio Optimization Cookbook, chapter 2: largest return, variance at most 0.05, long-only
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

    [Test]
    public void Explain_LargestReturnUnderAVariance_HasThePublishedMultipliers()
    {
        Universe universe = Universe.Of([.. Enumerable.Range(1, 8).Select(i => $"S{i}")]);
        var mandate = new Mandate { Objective = new ExpectedReturn(Returns), Limits = [new FullyInvested(0), Limits.LongOnly, new Variance(DenseRisk.FromRows(Covariance, 8)).AtMost(0.05)] };
        Explanation explanation = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, new double[8], 1_000_000m)).Explain();
        Assert.That(explanation.Prices.Single(price => price.Limit.StartsWith("Variance", StringComparison.Ordinal)).Price, Is.EqualTo(6.331991659).Within(1e-5));
        LimitPrice[] zeros = [.. explanation.Prices.Where(price => price.Limit == "LongOnly")];
        Assert.That(zeros.Select(price => price.Where), Is.EquivalentTo(new[] { "S1", "S4" }));
        Assert.That(zeros.Single(price => price.Where == "S1").Price, Is.EqualTo(0.020868).Within(1e-5));
        Assert.That(zeros.Single(price => price.Where == "S4").Price, Is.EqualTo(0.012152).Within(1e-5));
        Assert.That(explanation.Prices.Single(price => price.Limit.StartsWith("FullyInvested", StringComparison.Ordinal) || price.Limit.StartsWith("Cash", StringComparison.Ordinal)).Price, Is.EqualTo(0.356481860).Within(1e-5));
    }

    [Test]
    public void Explain_TwoAssetsWithoutABudget_HasTheClosedFormRegion()
    {
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate
        {
            Objective = 2.5 * new TrackingVariance(DenseRisk.FromRows([0.04, 0.012, 0.012, 0.09], 2), [0.6, 0.4]) + new TradingCost([0.002, 0.004]),
            Limits = [new CashBand(-1)],
            CostSettlement = CostSettlement.Outside,
        };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.61, 0.36], 1_000_000m));
        Assert.That(result.Weights[0], Is.EqualTo(0.61).Within(1e-7));
        Assert.That(result.Weights[1], Is.EqualTo(0.38977778).Within(1e-7));
        NoTradeInterval interval = result.Explain().NoTrade.Single();
        // 5 (0.04 (x - 0.6) + 0.012 (0.38977778 - 0.4)) = -0.002 and 0.002
        Assert.That(interval.Symbol, Is.EqualTo("A"));
        Assert.That(interval.Low, Is.EqualTo(0.59306667).Within(1e-6));
        Assert.That(interval.High, Is.EqualTo(0.61306667).Within(1e-6));
    }
}
