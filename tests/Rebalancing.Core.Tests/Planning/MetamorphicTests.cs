namespace Rebalancing.Core.Tests;

/// <summary>Changes of the question whose effect on the answer is known.</summary>
public class MetamorphicTests
{
    private static Mandate MandateFor(LawData data, params Limit[] more) => new()
    {
        Objective = 4.0 * new Variance(data.Factor) + new ExpectedReturn(data.Universe.Values(data.Draw("return", 0, 0.1))) + new TradingCost(data.Universe.Values(data.Draw("cost", 0.0005, 0.003))),
        Limits = [new CashBand(0, 0.05), Limits.LongOnly, Limits.MaxWeight(0.3), .. more],
    };

    [Test]
    public void Rebalance_AnAccountTenTimesAsLarge_HasTheSameWeights()
    {
        LawData data = LawData.Of(6, 15), large = data.WithValue(10_000_000m);
        RebalanceResult small = new Rebalancer(MandateFor(data), data.Universe).Rebalance(data.Account), big = new Rebalancer(MandateFor(large), large.Universe).Rebalance(large.Account);
        Near(big.Weights, small.Weights);
    }

    [Test]
    public void Rebalance_WithALimitThatDoesNotBind_IsTheSame()
    {
        LawData data = LawData.Of(6, 15);
        RebalanceResult without = new Rebalancer(MandateFor(data), data.Universe).Rebalance(data.Account);
        Limit[] idle = [new Turnover(TurnoverKind.TwoWay).AtMost(5), new Volatility(data.Factor).AtMost(3), new NetExposure(-1, 3), GroupBounds.AtMost(data.Sectors, new Dictionary<string, double> { ["S0"] = 2 })];
        Near(new Rebalancer(MandateFor(data, idle), data.Universe).Rebalance(data.Account).Weights, without.Weights);
    }

    [Test]
    public void Rebalance_AssetsInAnotherOrder_PermutesThePlan([Range(1, 5)] int seed)
    {
        LawData data = LawData.Of(seed, 15);
        int[] order = new TestRandom(seed).Permutation(15);
        LawData permuted = data.Permuted(order);
        RebalanceResult plain = new Rebalancer(MandateFor(data), data.Universe).Rebalance(data.Account), other = new Rebalancer(MandateFor(permuted), permuted.Universe).Rebalance(permuted.Account);
        double[] back = new double[15];
        for (int i = 0; i < 15; i++) back[order[i]] = other.Weights[i];
        Near(back, plain.Weights);
    }

    [Test]
    public void Rebalance_ByAFactorModelOrItsDenseCovariance_IsTheSame()
    {
        LawData data = LawData.Of(9, 15);
        Mandate factor = MandateFor(data), dense = factor with { Objective = 4.0 * new Variance(data.Dense) + factor.Objective.Parts[1].Term + factor.Objective.Parts[2].Term };
        RebalanceResult first = new Rebalancer(dense, data.Universe).Rebalance(data.Account), second = new Rebalancer(factor, data.Universe).Rebalance(data.Account);
        Assert.That(first.Objective, Is.EqualTo(second.Objective).Within(Tolerances.Objective));
        Assert.That(dense.Objective.ValueAt(data.Account, second.Weights), Is.EqualTo(first.Objective).Within(Tolerances.Objective), "each answer is as good in the other model");
    }

    [Test]
    public void Rebalance_AfterRebalancing_TradesNothing()
    {
        LawData data = LawData.Of(5, 15);
        var rebalancer = new Rebalancer(MandateFor(data), data.Universe);
        Plan first = rebalancer.Rebalance(data.Account).GetPlanOrThrow();
        var shares = new Dictionary<string, decimal>();
        for (int i = 0; i < 15; i++) shares[data.Universe[i].Symbol] = data.Account.Shares[i];
        foreach (Trade trade in first.Trades) shares[trade.Symbol] += trade.Side == TradeSide.Buy ? trade.Shares!.Value : -trade.Shares!.Value;
        Account after = Account.FromShares(data.Universe, shares, first.CashAfter, data.Account.Options with { Lots = [] });
        // costs made the account smaller, so weights have moved by their share of it, and no further
        Assert.That(rebalancer.Rebalance(after).GetPlanOrThrow().Turnover, Is.LessThan((double)(first.CostsPaid / first.AccountValue)));
    }

    private static void Near(ReadOnlySpan<double> found, ReadOnlySpan<double> expected)
    {
        for (int i = 0; i < expected.Length; i++) Assert.That(found[i], Is.EqualTo(expected[i]).Within(2 * Tolerances.Weight));
    }
}
