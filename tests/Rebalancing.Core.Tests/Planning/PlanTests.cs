namespace Rebalancing.Core.Tests;

/// <summary>Plans add up: quantities, money, costs and cash, on many random accounts.</summary>
public class PlanTests
{
    private const int Assets = 25;

    private static readonly Universe Universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => new Asset($"A{i}") { Price = 12.37m + (3.11m * i), LotSize = i % 4 == 3 ? 10m : 1m }));

    private static readonly double[] Buy = [.. Enumerable.Range(0, Assets).Select(i => 0.0003 + (0.0001 * (i % 6)))];

    private static readonly double[] Sell = [.. Enumerable.Range(0, Assets).Select(i => 0.0004 + (0.0001 * (i % 5)))];

    private static readonly double[] Volatility = [.. Enumerable.Range(0, Assets).Select(i => 0.01 + (0.001 * (i % 9)))];

    private static readonly double[] Volume = [.. Enumerable.Range(0, Assets).Select(i => 2e6 + (1e5 * i))];

    private static Mandate MandateFor(Limit cash) => new()
    {
        Objective = 8.0 * new TrackingVariance(Risk(), Target()) + new ExpectedReturn(Universe.Values(asset => 0.04)) + new TradingCost(Universe.Values(Buy), Universe.Values(Sell)) + new MarketImpact(Universe.Values(Volatility), Universe.Values(Volume)),
        Limits = [cash, Limits.LongOnly, Limits.MaxWeight(0.15)],
    };

    [TestCase(true)]
    [TestCase(false)]
    public void Rebalance_AThousandRandomAccounts_ReconcileToTheCent(bool inFractions)
    {
        var random = new TestRandom(11);
        var rebalancer = new Rebalancer(MandateFor(new CashBand(0, 0.02)), Universe);
        for (int account = 0; account < 500; account++)
        {
            Account start = RandomAccount(random, inFractions ? 0.000001m : null);
            RebalanceResult result = rebalancer.Rebalance(start);
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"account {account}: {result.Engine}");
            Plan plan = result.GetPlanOrThrow();
            Reconciles(start, plan, account);
            CostsAreThoseOfTheTrades(start, plan, account);
            Assert.That(plan.Trades.All(t => t.Shares % start.LotSize(Universe.IndexOf(t.Symbol)) == 0), $"account {account}: lots");
            Assert.That(plan.WeightsAfter.Max(), Is.LessThanOrEqualTo(0.15 + 1e-9), $"account {account}: rounding keeps the bounds on single holdings");
            Assert.That(plan.CashAfter, Is.InRange(-0.05m, (0.02m * start.Value) + 0.05m), $"account {account}: cash band");
        }
    }

    /// <summary>cash after = cash before - buys + sells - costs, and positions after = positions before + trades: in decimals, nothing forgiven.</summary>
    private static void Reconciles(Account start, Plan plan, int account)
    {
        decimal cash = plan.CashBefore;
        foreach (Trade trade in plan.Trades)
        {
            Assert.That(trade.Money, Is.EqualTo(decimal.Round(trade.Shares!.Value * trade.Price!.Value, 2)), $"account {account}: money of {trade.Symbol}");
            cash += trade.Side == TradeSide.Buy ? -trade.Money : trade.Money;
        }
        foreach (PaidCost cost in plan.PaidCosts) cash -= cost.Money;
        Assert.That(plan.CashAfter, Is.EqualTo(cash), $"account {account}: cash");
        Assert.That(plan.CashBefore, Is.EqualTo(decimal.Round(start.Cash, 2)), $"account {account}: cash before");
        Assert.That(plan.CostsPaid, Is.EqualTo(plan.PaidCosts.Sum(c => c.Money)), $"account {account}: costs");
    }

    /// <summary>The cost in the plan is the cost anyone computes from its orders, to half a cent of rounding.</summary>
    private static void CostsAreThoseOfTheTrades(Account start, Plan plan, int account)
    {
        double value = (double)start.Value, spread = 0, impact = 0;
        foreach (Trade trade in plan.Trades)
        {
            int i = Universe.IndexOf(trade.Symbol);
            double money = (double)(trade.Shares!.Value * trade.Price!.Value);
            spread += money * (trade.Side == TradeSide.Buy ? Buy[i] : Sell[i]);
            impact += Volatility[i] * money * Math.Sqrt(money / Volume[i]);
        }
        Assert.That((double)plan.PaidCosts[0].Money, Is.EqualTo(spread).Within(0.0051), $"account {account}: spread");
        Assert.That((double)plan.PaidCosts[1].Money, Is.EqualTo(impact).Within(0.0051), $"account {account}: impact");
        Assert.That(plan.Costs[2].Plan.Value * value, Is.EqualTo(spread).Within(1e-6 * (1 + spread)), $"account {account}: modelled spread");
    }

    /// <summary>The default band is one lot of the cheapest asset: lots are bought and sold until cash is inside it, or the plan says that it is not.</summary>
    [Test]
    public void Rebalance_InLotsFullyInvested_LeavesLessThanTheCheapestLotOrSaysSo()
    {
        var random = new TestRandom(23);
        var rebalancer = new Rebalancer(MandateFor(Limits.FullyInvested), Universe);
        int inside = 0;
        for (int account = 0; account < 100; account++)
        {
            Plan plan = rebalancer.Rebalance(RandomAccount(random)).GetPlanOrThrow();
            Assert.That(plan.CashAfter, Is.GreaterThanOrEqualTo(-0.05m), $"account {account}: never overdrawn");
            bool met = plan.CashAfter <= Universe[0].Price!.Value + 0.05m;
            Assert.That(plan.Limits[0].IsMet, Is.EqualTo(met).Or.EqualTo(plan.Limits[0].Plan <= 1e-6), $"account {account}: {plan}");
            if (met) inside++;
        }
        Assert.That(inside, Is.EqualTo(100));
    }

    [Test]
    public void Rebalance_FullyInvestedWithoutReturns_WastesNothing()
    {
        // risk alone would rather hold cash than invest: the band must hold all the same, to a ten-thousandth of a basis point
        var mandate = new Mandate { Objective = 5.0 * new Variance(Risk()) + new TradingCost(Universe.Values(Buy)), Limits = [new FullyInvested(0.0001), Limits.LongOnly] };
        Account start = RandomAccount(new TestRandom(5));
        RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(start);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal));
        double cost = new TradingCost(Universe.Values(Buy)).ValueAt(start, result.Weights), cash = 1 - result.Weights.ToArray().Sum() - cost;
        Assert.That(cash, Is.InRange(-1e-8, 0.0001 + 1e-7));
    }

    [Test]
    public void Rebalance_OneAndTwoThreads_GiveTheSameBits()
    {
        var random = new TestRandom(8);
        Account[] accounts = [.. Enumerable.Range(0, 24).Select(_ => RandomAccount(random))];
        Mandate mandate = MandateFor(new CashBand(0, 0.02));
        IReadOnlyList<RebalanceResult> one = new Rebalancer(mandate, Universe).RebalanceAll(accounts), two = new Rebalancer(mandate, Universe).RebalanceAll(accounts, threads: 2);
        for (int a = 0; a < accounts.Length; a++)
        {
            RebalanceResult alone = new Rebalancer(mandate, Universe).Rebalance(accounts[a]);
            Assert.That(two[a].Weights.ToArray(), Is.EqualTo(one[a].Weights.ToArray()));
            Assert.That(alone.Weights.ToArray(), Is.EqualTo(one[a].Weights.ToArray()), "replayed and recorded");
        }
    }

    [Test]
    public void Plan_OfARebalance_ComparesNothingTargetAndPlan()
    {
        Account start = RandomAccount(new TestRandom(3));
        Plan plan = new Rebalancer(MandateFor(new CashBand(0, 0.02)), Universe).Rebalance(start).GetPlanOrThrow();
        Assert.That(plan.Total.Plan.Value, Is.LessThan(plan.Total.DoNothing.Value));
        Assert.That(plan.Costs[0].Target!.Value.Value, Is.Zero.Within(1e-15), "no tracking error at the target");
        Assert.That(plan.Costs[2].DoNothing.Value, Is.Zero, "doing nothing costs no spread");
        Assert.That(plan.Total.Plan.Value, Is.EqualTo(plan.Costs.Sum(c => c.Weight * c.Plan.Value)).Within(1e-12));
        Assert.That(plan.ToString(), Does.Contain("turnover").And.Contain("MarketImpact (once)"));
        Assert.That(plan.Limits.All(l => l.IsMet), plan.ToString());
    }

    internal static Account RandomAccount(TestRandom random, decimal? lotSize = null)
    {
        double[] weights = random.Simplex(Assets);
        decimal value = (decimal)Math.Round(random.Uniform(2e5, 5e6), 2);
        var shares = new Dictionary<string, decimal>();
        for (int i = 0; i < Assets; i++) shares[Universe[i].Symbol] = Math.Round((decimal)(0.98 * weights[i]) * value / Universe[i].Price!.Value / Universe[i].LotSize) * Universe[i].LotSize;
        return Account.FromShares(Universe, shares, decimal.Round(0.02m * value, 2), new AccountOptions { LotSize = lotSize });
    }

    private static AssetValues Target() => Universe.Values(_ => 1.0 / Assets);

    private static FactorModel Risk()
    {
        double[] loadings = [.. Enumerable.Range(0, 3 * Assets).Select(j => Math.Sin(1 + j))];
        return FactorModel.Diagonal(DenseMap.FromColumns(loadings, 3, Assets), [0.03, 0.01, 0.005], Universe.Values(asset => 0.02));
    }
}
