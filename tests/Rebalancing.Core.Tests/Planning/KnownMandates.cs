namespace Rebalancing.Core.Tests;

/// <summary>Mandates whose answers and multipliers are known from elsewhere, solved.</summary>
internal static class KnownMandates
{
    // MOSEK Portfolio Optimization Cookbook, chapter 2
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

    /// <summary>The cookbook's Markowitz problem: highest return with a variance of at most 0.05, long-only, fully invested, from cash. Assets are S1 to S8.</summary>
    public static RebalanceResult HighestReturn(bool asVolatility)
    {
        Universe universe = Universe.Of([.. Enumerable.Range(1, 8).Select(i => $"S{i}")]);
        DenseRisk risk = DenseRisk.FromRows(Covariance, 8, universe);
        var mandate = new Mandate
        {
            Objective = new ExpectedReturn(universe.Values(Returns)),
            Limits = [new FullyInvested(0), Limits.LongOnly, asVolatility ? new Volatility(risk).AtMost(Math.Sqrt(0.05)) : new Variance(risk).AtMost(0.05)],
        };
        return new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, new double[8], 1_000_000m));
    }

    /// <summary>5/2 (w - t)'S(w - t) + c'|z| and no budget: cash may be anything. Asset A lies inside its no-trade region, B outside.</summary>
    public static RebalanceResult TwoAssetsWithoutABudget()
    {
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate
        {
            Objective = 2.5 * new TrackingVariance(DenseRisk.FromRows([0.04, 0.012, 0.012, 0.09], 2), [0.6, 0.4]) + new TradingCost([0.002, 0.004]),
            Limits = [new CashBand(-1)],
            CostSettlement = CostSettlement.Outside,
        };
        return new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.61, 0.36], 1_000_000m));
    }
}
