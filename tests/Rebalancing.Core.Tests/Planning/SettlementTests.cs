namespace Rebalancing.Core.Tests;

/// <summary>Holdings, cash and costs add up to the account, whoever speaks about cash.</summary>
public class SettlementTests
{
    private static readonly Universe Universe = Universe.Of("A", "B", "C");

    private static readonly DenseRisk Risk = DenseRisk.FromRows([0.04, 0.006, 0.0, 0.006, 0.02, 0.002, 0.0, 0.002, 0.01], 3);

    private static readonly TradingCost Costs = new([0.002, 0.003, 0.001]);

    private static readonly Account Start = Account.FromWeights(Universe, [0.1, 0.5, 0.3], 1_000_000m);

    /// <summary>Holdings, cash as a variable (it earns interest) and costs: one condition, tight.</summary>
    [Test]
    public void Rebalance_CashThatEarnsInterest_IsWhatHoldingsAndCostsLeave()
    {
        var mandate = new Mandate { Objective = 3.0 * new Variance(Risk) + new ExpectedReturn([0.09, 0.05, 0.04], cashRate: 0.03) + Costs, Limits = [Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(Start);
        double[] w = result.Weights.ToArray();
        double cash = 1 - w.Sum() - Costs.ValueAt(Start, w);
        Assert.That(result.Objective, Is.EqualTo(mandate.Objective.ValueAt(Start, w, cash)).Within(1e-9), "the program's cash is the account's cash");
        // the same by brute force: w1, w2, w3 with cash = 1 - sum - costs, restricted to a fixed sum plus a search over the sum
        double best = double.PositiveInfinity;
        for (double invested = 0.5; invested <= 1; invested += 0.0005)
        {
            double value = BruteForce.Minimum((x, y, z) =>
            {
                double left = 1 - invested - Costs.ValueAt(Start, [x, y, z]);
                return mandate.Objective.ValueAt(Start, [x, y, z], left) + (100 * Math.Max(0, -left));
            }, invested).Value;
            best = Math.Min(best, value);
        }
        Assert.That(result.Objective, Is.LessThanOrEqualTo(best + 1e-9));
        Assert.That(result.Objective, Is.EqualTo(best).Within(1e-6), "a grid of invested sums comes this near");
    }

    [Test]
    public void Rebalance_CostsOnlyInALimit_ArePaidAllTheSame()
    {
        var mandate = new Mandate { Objective = new ExpectedReturn([0.09, 0.05, 0.04]), Limits = [Limits.LongOnly, Costs.AtMost(0.0004)] };
        Plan plan = new Rebalancer(mandate, Universe).Rebalance(Start).GetPlanOrThrow();
        Assert.That(plan.CostsPaid, Is.EqualTo(400m).Within(0.02m));
        Assert.That(plan.CashAfter, Is.EqualTo(plan.CashBefore - plan.Bought + plan.Sold - plan.CostsPaid));
        Assert.That(plan.CashAfter, Is.Zero.Within(0.02m), "all that is left is invested");
    }

    [Test]
    public void Rebalance_ACostWrittenTwice_CountsTwiceAndIsPaidOnce()
    {
        var mandate = new Mandate { Objective = 2.0 * new TrackingVariance(Risk, [0.4, 0.3, 0.2]) + Costs + Costs, Limits = [Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(Start);
        Plan plan = result.GetPlanOrThrow();
        Assert.That(plan.PaidCosts, Has.Count.EqualTo(1));
        Assert.That((double)plan.CostsPaid, Is.EqualTo(1e6 * Costs.ValueAt(Start, [.. plan.WeightsAfter])).Within(0.01));
    }

    [Test]
    public void Rebalance_CostsPaidOutside_LeaveCashAlone()
    {
        var mandate = new Mandate { Objective = 2.0 * new TrackingVariance(Risk, [0.4, 0.3, 0.3]) + Costs, Limits = [new FullyInvested(0)], CostSettlement = CostSettlement.Outside };
        RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(Start);
        Assert.That(result.Weights.ToArray().Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(result.GetPlanOrThrow().CostsPaid, Is.Zero);
    }

    [Test]
    public void Rebalance_OverALongerHorizon_TradesMore()
    {
        Mandate one = new() { Objective = 2.0 * new TrackingVariance(Risk, [0.4, 0.3, 0.2]) + Costs, Limits = [Limits.LongOnly] };
        double year = new Rebalancer(one, Universe).Rebalance(Start).GetPlanOrThrow().Turnover;
        double decade = new Rebalancer(one with { HorizonYears = 10 }, Universe).Rebalance(Start).GetPlanOrThrow().Turnover;
        Assert.That(decade, Is.GreaterThan(year));
    }

    /// <summary>A soft limit is kept where that is cheaper than its price, and given up by as much as pays where it is not.</summary>
    [Test]
    public void Rebalance_ASoftLimit_GivesWayAtItsPrice()
    {
        Mandate With(Limit limit) => new() { Objective = new ExpectedReturn([0.09, 0.05, 0.04]), Limits = [Limits.LongOnly, new FullyInvested(0), limit] };
        double dear = new Rebalancer(With(Limits.MaxWeight(0.5).Soften(1.0)), Universe).Rebalance(Start).Weights[0];
        double cheap = new Rebalancer(With(Limits.MaxWeight(0.5).Soften(0.001)), Universe).Rebalance(Start).Weights[0];
        Assert.That(dear, Is.EqualTo(0.5).Within(1e-6));
        Assert.That(cheap, Is.EqualTo(1).Within(1e-6));
        double turnover = new Rebalancer(With(Limits.Turnover(0.2).Soften(0.0001)), Universe).Rebalance(Start).Weights[0];
        Assert.That(turnover, Is.EqualTo(1).Within(1e-6), "a soft sum");
        double volatility = new Rebalancer(With(new Volatility(Risk).AtMost(0.1).Soften(10)), Universe).Rebalance(Start).Weights.ToArray() is var w ? Risk.Volatility(w) : double.NaN;
        Assert.That(volatility, Is.EqualTo(0.1).Within(1e-6), "a soft root");
    }

    [Test]
    public void Describe_AMandate_SaysEveryCostAndLimit()
    {
        var mandate = new Mandate
        {
            Objective = 4.0 * new Variance(Risk) + new ExpectedReturn([0.09, 0.05, 0.04]) + Costs,
            Limits = [Limits.FullyInvested, Limits.LongOnly, Limits.MaxWeight(0.6), new TrackingError(Risk, [0.4, 0.3, 0.3]).AtMost(0.02), Limits.Turnover(0.1).Soften(0.5)],
        };
        Assert.That(mandate.Describe(Start).ReplaceLineEndings("\n"), Is.EqualTo("""
            Minimise, per year (one-off costs count over 1 year):
              4 x Variance: covariance of holdings (3)
              1 x ExpectedReturn: linear in holdings (3)
              1 x TradingCost: one kink in each of 3 trades
            Subject to:
              FullyInvested: cash = 0
              LongOnly: holdings (3) >= 0
              Weight <= 60 %: holdings (3) <= 60 %
              TrackingError <= 2 %: covariance of holdings less target (3) (root at most 2 %)
              Turnover <= 10 % (soft, 0.5 a unit): one kink in each of 3 trades (in all at most 10 %); one kink in net purchases (in all at most 10 %)
              Settlement: holdings + cash + costs paid = account value

            """.ReplaceLineEndings("\n")));
    }
}
