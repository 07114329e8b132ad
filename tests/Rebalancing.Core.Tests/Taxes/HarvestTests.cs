namespace Rebalancing.Core.Tests;

/// <summary>Losses harvested by search: the best of all sides, proved; wash sales avoided; replacements found.</summary>
public class HarvestTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    private static readonly UnitedStatesTax Rules = new(0.37, 0.20);

    [Test]
    public void Rebalance_WithLosses_IsTheBestOfAllSides([Values] TaxNetting netting, [Range(1, 12)] int seed)
    {
        (Account account, Mandate mandate) = HarvestBook.Make(seed, netting);
        string[] losing = HarvestBook.Losing;
        var settings = new RebalanceSettings { LotSearchGap = 1e-7 };
        RebalanceResult result = new Rebalancer(mandate, account.Universe, settings).Rebalance(account);
        double best = double.PositiveInfinity;
        for (int pattern = 0; pattern < 1 << losing.Length; pattern++)
        {
            Limit[] sides = [.. losing.Select((symbol, c) => (pattern >> c & 1) == 0 ? (Limit)new NoBuy(symbol) : new NoSell(symbol))];
            RebalanceResult one = new Rebalancer(mandate with { Limits = [.. mandate.Limits, .. sides] }, account.Universe, settings).Rebalance(account);
            if (one.IsOptimal) best = Math.Min(best, one.Objective);
        }
        Assert.That(result.IsOptimal, Is.True, $"{result.Status}");
        Assert.That(result.Objective, Is.EqualTo(best).Within(Tolerances.SolverAgreement), $"seed {seed}");
        Assert.That(result.Certificate.LowerBound, Is.LessThanOrEqualTo(best + Tolerances.Residual), "the bound is a bound");
        foreach (Trade trade in result.Plan!.Trades.Where(t => t.Side == TradeSide.Buy)) Assert.That(result.Plan.LotSales.Any(sale => sale.Symbol == trade.Symbol), Is.False, "nothing is sold and bought");
    }

    [Test]
    public void Rebalance_WithTwins_HarvestsOneAndBuysTheOther()
    {
        // two funds with nearly the same risk; one stands at a loss
        var universe = Universe.Of(new[] { "VTI", "ITOT", "BND" }.Select(s => new Asset(s) { Price = 100m }));
        var lots = new[] { new TaxLot("VTI", 6_000, 130, new DateOnly(2025, 9, 1)), new TaxLot("BND", 4_000, 95, new DateOnly(2020, 1, 2)) };
        Account account = Account.FromLots(universe, lots, 1_000m, new AccountOptions { AsOf = Today, TaxYear = new TaxYear(ShortTerm: 200_000m) });
        DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.16, 0.06), [1, 0.999, 0.1, 0.999, 1, 0.1, 0.1, 0.1, 1]);
        Mandate With(params string[][] identical) => new()
        {
            Objective = 4.0 * new TrackingVariance(risk, universe.Values(0.6, 0.0, 0.4)) + new CapitalGainsTax(Rules, identical: new IdenticalSecurities(identical)) + new TradingCost(universe.Values(0.0002, 0.0002, 0.0002)),
            Limits = [Limits.LongOnly, new CashBand(0, 0.005)],
        };
        Plan plan = new Rebalancer(With(), universe).Rebalance(account).GetPlanOrThrow();
        Assert.That(plan.Trades.Where(t => t.Side == TradeSide.Buy).Select(t => t.Symbol), Does.Contain("ITOT"));
        Assert.That(plan.LotSales.Sum(s => s.Disallowed), Is.Zero);
        Assert.That(plan.Taxes!.TaxNow, Is.LessThan(-50_000m), "37 % of a loss of about 180,000");
        Assert.That(plan.Taxes.NoBuyLocks.Single(), Is.EqualTo(new NoBuyLock("VTI", Today.AddDays(31), -plan.LotSales.Sum(s => s.Gain))));

        Plan kept = new Rebalancer(With(["VTI", "ITOT"]), universe).Rebalance(account).GetPlanOrThrow();
        Assert.That(kept.Trades.Any(t => t.Symbol == "ITOT"), Is.False, "an identical fund is no replacement");
        Assert.That(kept.LotSales.Sum(s => s.Disallowed), Is.Zero);

        // the next day's run keeps the lock; after it ends the fund may be bought back
        Account next = Account.FromLots(universe, [new TaxLot("ITOT", 6_000, 100, Today), lots[1]], 1_000m, new AccountOptions { AsOf = Today.AddDays(1), NoBuyLocks = plan.Taxes.NoBuyLocks });
        Assert.That(new Rebalancer(With(), universe).Rebalance(next).GetPlanOrThrow().Trades.Any(t => t.Symbol == "VTI" && t.Side == TradeSide.Buy), Is.False);
    }

    [Test]
    public void Rebalance_AfterARecentPurchase_KeepsTheLossUnlessItIsPriced()
    {
        var universe = Universe.Of(new[] { "X", "Y" }.Select(s => new Asset(s) { Price = 100m }));
        TaxLot[] lots = [new TaxLot("X", 1_000, 150, new DateOnly(2024, 1, 2)) { Id = "old" }, new TaxLot("X", 500, 99, Today.AddDays(-10)) { Id = "new" }, new TaxLot("Y", 1_000, 90, new DateOnly(2024, 1, 2))];
        Account account = Account.FromLots(universe, lots, 1_000m, new AccountOptions { AsOf = Today, TaxYear = new TaxYear(0m, 100_000m) });
        DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.2, 0.2), [1, 0.9, 0.9, 1]);
        Plan Of(WashSalePolicy policy) => new Rebalancer(new Mandate
        {
            Objective = 0.5 * new TrackingVariance(risk, universe.Values(0.6, 0.4)) + new CapitalGainsTax(Rules, washSales: policy),
            Limits = [Limits.LongOnly],
        }, universe).Rebalance(account).GetPlanOrThrow();
        Assert.That(Of(WashSalePolicy.Avoid).LotSales.Any(s => s.LotId == "old"), Is.False);
        LotSale priced = Of(WashSalePolicy.Priced).LotSales.Single(s => s.LotId == "old");
        Assert.That((priced.Shares, priced.Disallowed), Is.EqualTo((1_000m, 25_000m)), "500 of 1,000 shares were replaced ten days ago");
    }

    [Test]
    public void Rebalance_WithPurchasesElsewhereInTheHousehold_KeepsTheLoss()
    {
        var universe = Universe.Of(new[] { "X", "Y" }.Select(s => new Asset(s) { Price = 100m }));
        TaxLot[] lots = [new TaxLot("X", 1_000, 150, new DateOnly(2024, 1, 2)), new TaxLot("Y", 1_000, 90, new DateOnly(2024, 1, 2))];
        var options = new AccountOptions { AsOf = Today, TaxYear = new TaxYear(0m, 100_000m) };
        DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.2, 0.2), [1, 0.9, 0.9, 1]);
        var rebalancer = new Rebalancer(new Mandate { Objective = 0.2 * new TrackingVariance(risk, universe.Values(0.5, 0.5)) + new CapitalGainsTax(Rules), Limits = [Limits.LongOnly] }, universe);
        Assert.That(rebalancer.Rebalance(Account.FromLots(universe, lots, 0m, options)).GetPlanOrThrow().LotSales, Is.Not.Empty);
        Account watched = Account.FromLots(universe, lots, 0m, options with { HouseholdLots = [new TaxLot("X", 10, 101, Today.AddDays(-5)) { Account = "IRA" }] });
        Assert.That(rebalancer.Rebalance(watched).GetPlanOrThrow().LotSales, Is.Empty);
    }

    [Test]
    public void Rebalance_AnAccountThatLacksLots_IsRejectedByName()
    {
        var universe = Universe.Of(new[] { "X", "Y" }.Select(s => new Asset(s) { Price = 100m }));
        Account account = Account.FromShares(universe, new Dictionary<string, decimal> { ["X"] = 10, ["Y"] = 5 }, 0m, new AccountOptions { Lots = [new TaxLot("X", 10, 90, new DateOnly(2020, 1, 2))] });
        var rebalancer = new Rebalancer(new Mandate { Objective = new CapitalGainsTax(Rules), Limits = [] }, universe);
        Assert.That(() => rebalancer.Rebalance(account), Throws.TypeOf<MandateException>().With.Message.Contains("'Y' is held without tax lots").And.Message.Contains("the account has no date"));
        Assert.That(() => new Rebalancer(new Mandate { Objective = new CapitalGainsTax(Rules) + new CapitalGainsTax(new FlatTax(0.2)) }, universe), Throws.TypeOf<MandateException>().With.Message.Contains("one set of tax rules serves a mandate"));
    }

    public static IEnumerable<TestCaseData> Mistakes()
    {
        var universe = Universe.Of([new Asset("X") { Price = 100m }]);
        var dated = new AccountOptions { AsOf = Today };
        yield return new TestCaseData((Action)(() => Account.FromShares(universe, new Dictionary<string, decimal> { ["X"] = 10 }, 0m, dated with { Lots = [new TaxLot("X", 9, 1, Today)] })), "Lots of 'X' add up to 9 shares, but 10 are held").SetArgDisplayNames("lots short of the position");
        yield return new TestCaseData((Action)(() => Account.FromShares(universe, new Dictionary<string, decimal> { ["X"] = 10 }, 0m, dated with { Lots = [new TaxLot("X", 10, 1, Today.AddDays(1))] })), "acquired on 2026-04-01, after the account's date 2026-03-31").SetArgDisplayNames("acquired tomorrow");
        yield return new TestCaseData((Action)(() => Account.FromShares(universe, new Dictionary<string, decimal> { ["X"] = 10 }, 0m, dated with { Lots = [new TaxLot("X", 10, -1, Today)] })), "has a cost of -1 a share").SetArgDisplayNames("negative cost");
        yield return new TestCaseData((Action)(() => Account.FromShares(universe, new Dictionary<string, decimal> { ["X"] = -10 }, 5_000m, dated with { Lots = [new TaxLot("X", 10, 1, Today)] })), "the position is short (-10 shares); lots belong to long positions").SetArgDisplayNames("lots on a short position");
        yield return new TestCaseData((Action)(() => new RealisedGains(Rules)), "a gains budget limits nothing").SetArgDisplayNames("empty budget");
        yield return new TestCaseData((Action)(() => new WaitForLongTerm(Rules, 0)), "must be >= 1").SetArgDisplayNames("no wait");
        yield return new TestCaseData((Action)(() => new TaxBudget(new Turnover(), 1m)), "'Turnover' is not a tax on lots").SetArgDisplayNames("budget of something else");
        yield return new TestCaseData((Action)(() => new CapitalGainsTax(Rules, deferralValue: 2)), "value of deferral is 2").SetArgDisplayNames("deferral above one");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Construct_WithAMistake_SaysWhatWhereFoundAndExpected(Action make, string sentence) => Assert.That(() => make(), Throws.InstanceOf<ArgumentException>().With.Message.Contains(sentence));
}
