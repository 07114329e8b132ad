namespace Rebalancing.Core.Tests;

/// <summary>Statutory and published examples: what the law says of them is what the ledger says.</summary>
public class TaxLedgerTests
{
    private static readonly UnitedStatesTax Rules = new(0.37, 0.20);

    private static DateOnly Day(int year, int month, int day) => new(year, month, day);

    private static TaxTrade Buy(DateOnly day, decimal shares, decimal money, string symbol = "X") => new(symbol, day, shares, money / shares);

    private static TaxTrade Sell(DateOnly day, decimal shares, decimal money, string symbol = "X") => new(symbol, day, -shares, money / shares);

    [TestCase(90, 110)]
    [TestCase(70, 90)]
    public void Apply_OneShareRebought_HasTheBasisOfTheRegulation(int rebought, int basis)
    {
        TaxLedger ledger = TaxLedger.Open(Rules, [new TaxLot("X", 1, 100, Day(1935, 6, 1))]).Apply(Sell(Day(1955, 1, 15), 1, 80), Buy(Day(1955, 2, 1), 1, rebought));
        Assert.That(ledger.Lots.Single().CostPerShare, Is.EqualTo((decimal)basis));
        Assert.That(ledger.Sales.Single().Recognised, Is.Zero);
    }

    [Test]
    public void Apply_RegulationExample1_AttachesTheLossToTheEarlierPurchase()
    {
        TaxLedger ledger = TaxLedger.Open(Rules, []).Apply(
            Buy(Day(1954, 12, 1), 100, 10_000), Buy(Day(1954, 12, 15), 100, 9_000), Sell(Day(1955, 1, 3), 100, 9_000));
        Assert.That(ledger.Sales.Single().Disallowed, Is.EqualTo(1_000m));
        Assert.That(ledger.Lots.Single().CostPerShare, Is.EqualTo(100m));
    }

    [Test]
    public void Apply_RegulationExample2_AllowsOnlyWhatIsNotReplaced()
    {
        TaxLedger ledger = TaxLedger.Open(Rules, []).Apply(
            Buy(Day(1954, 9, 21), 100, 5_000), Buy(Day(1954, 12, 21), 50, 2_750), Buy(Day(1954, 12, 27), 25, 1_125), Sell(Day(1955, 1, 3), 100, 4_000));
        Assert.That(ledger.Sales.Single().Disallowed, Is.EqualTo(750m));
        Assert.That(ledger.Sales.Single().Recognised, Is.EqualTo(-250m));
        Assert.That(ledger.Lots.Select(lot => lot.Shares * lot.CostPerShare), Is.EqualTo(new[] { 3_250m, 1_375m }));
    }

    [Test]
    public void Apply_RegulationExample3_MatchesPurchasesInTheirOrderAndTacksTheHoldingPeriod()
    {
        DateOnly sold = Day(1956, 2, 1), bought = Day(1954, 9, 15);
        TaxLedger ledger = TaxLedger.Open(Rules, []).Apply(
            Buy(bought, 100, 5_000), Sell(sold, 100, 4_000), Buy(Day(1956, 2, 15), 50, 2_000), Buy(Day(1956, 2, 16), 50, 2_000), Buy(Day(1956, 2, 17), 50, 2_000), Buy(Day(1956, 2, 18), 50, 2_000));
        Assert.That(ledger.Sales.Single().Disallowed, Is.EqualTo(1_000m));
        Assert.That(ledger.Lots.Select(lot => lot.Shares * lot.CostPerShare), Is.EqualTo(new[] { 2_500m, 2_500m, 2_000m, 2_000m }));
        Assert.That(ledger.Lots[0].HeldFrom, Is.EqualTo(Day(1956, 2, 15).AddDays(bought.DayNumber - sold.DayNumber)));
        Assert.That(ledger.Lots[3].HeldFrom, Is.EqualTo(Day(1956, 2, 18)));
    }

    [TestCaseSource(nameof(Published))]
    public void Apply_APublishedExample_ReportsItsLots(WashSaleExample example)
    {
        // rows of one purchase are one lot: the source marks them with the same lot name
        bool onePurchase = example.Name == "fairmark_replace_2";
        List<(DateOnly Day, int Order, TaxTrade Trade)> trades = [];
        for (int r = 0; r < example.Before.Count; r++)
        {
            WashSaleLot row = example.Before[r];
            string id = onePurchase ? "0" : $"{r}";
            if (!onePurchase || r == 0)
            {
                decimal shares = onePurchase ? example.Before.Sum(l => l.Count) : row.Count, basis = onePurchase ? example.Before.Sum(l => l.Basis) : row.Basis;
                trades.Add((row.Bought, 0, new TaxTrade(row.Symbol, row.Bought, shares, 0m) { Costs = basis, LotId = id }));
            }
            if (row.Sold is { } sold) trades.Add((sold, 1, new TaxTrade(row.Symbol, sold, -row.Count, row.Proceeds!.Value / row.Count) { Lots = [new LotPick(id, row.Count)] }));
        }
        TaxLedger ledger = TaxLedger.Open(Rules, []).Apply([.. trades.OrderBy(t => t.Day).ThenBy(t => t.Order).Select(t => t.Trade)]);

        // per group of equal holding start: the source splits rows where a loss is allowed in part
        var expected = example.After.Where(l => l.Sold is not null).GroupBy(l => (l.Bought, l.Sold!.Value)).Select(g => (g.Key.Item1, g.Key.Value, g.Sum(l => l.Basis), g.Sum(l => l.Disallowed))).Order();
        var sales = ledger.Sales.GroupBy(s => (s.HeldFrom, s.Date)).Select(g => (g.Key.HeldFrom, g.Key.Date, g.Sum(s => s.Cost), g.Sum(s => s.Disallowed))).Order();
        Assert.That(sales, Is.EqualTo(expected), example.Text);
        var left = example.After.Where(l => l.Sold is null).Select(l => (l.Bought, l.Count, l.Basis)).Order();
        Assert.That(ledger.Lots.Select(l => (l.HeldFrom, l.Shares, l.Shares * l.CostPerShare)).Order(), Is.EqualTo(left), example.Text);
    }

    public static IEnumerable<WashSaleExample> Published => WashSaleExample.ReadAll();

    [TestCase(100, 0, 100, 60)]
    [TestCase(150, 1_000, 50, 60)]
    public void Apply_TheLiteralReadingOfOneLot_CountsItsOwnRemainder(int sold, int allowed, int left, int basis)
    {
        var literal = new UnitedStatesTax(0.37, 0.20, sameLotRemainderReplaces: true);
        TaxTrade[] trades = [Buy(Day(2026, 3, 1), 200, 10_000), Sell(Day(2026, 3, 20), sold, sold * 40)];
        TaxLedger ledger = TaxLedger.Open(literal, []).Apply(trades);
        Assert.That(-ledger.Sales.Sum(sale => sale.Recognised), Is.EqualTo((decimal)allowed));
        Assert.That(ledger.Lots.Single(), Has.Property("Shares").EqualTo((decimal)left).And.Property("CostPerShare").EqualTo((decimal)basis));
        Assert.That(TaxLedger.Open(Rules, []).Apply(trades).Sales.Single().IsWashSale, Is.False, "the prevailing reading");
    }

    [Test]
    public void Apply_ReplacementInARetirementAccount_LosesTheLossForGood()
    {
        var options = new TaxLedgerOptions { Treatments = new Dictionary<string, TaxTreatment> { ["IRA"] = TaxTreatment.Deferred }, Identical = new IdenticalSecurities(["X", "X2"]) };
        TaxLedger ledger = TaxLedger.Open(Rules, [new TaxLot("X", 100, 50, Day(2020, 1, 2))], options)
            .Apply(Sell(Day(2026, 3, 2), 100, 4_000), Buy(Day(2026, 3, 20), 40, 1_600, "X2") with { Account = "IRA" });
        LotSale sale = ledger.Sales.Single();
        Assert.That((sale.Disallowed, sale.Lost, sale.Recognised), Is.EqualTo((400m, 400m, -600m)));
        Assert.That(ledger.Lots.Single().CostPerShare, Is.EqualTo(40m), "no step-up");
        Assert.That(ledger.NoBuyLocks(Day(2026, 3, 21)), Is.EqualTo(new[] { new NoBuyLock("X", Day(2026, 4, 2), 600m), new NoBuyLock("X2", Day(2026, 4, 2), 600m) }));
        Assert.That(ledger.NoBuyLocks(Day(2026, 4, 2)), Is.Empty);
    }

    [Test]
    public void Assess_LossesOverTheYears_AreCarriedInTheirKind()
    {
        var options = new TaxLedgerOptions { TaxableIncome = new Dictionary<int, decimal> { [2024] = 20_000m } };
        TaxLedger ledger = TaxLedger.Open(Rules, [new TaxLot("A", 100, 300, Day(2024, 3, 1)), new TaxLot("B", 100, 90, Day(2020, 3, 1)), new TaxLot("C", 100, 10, Day(2020, 3, 1))], options)
            .Apply(Sell(Day(2024, 6, 3), 100, 20_000, "A"), Sell(Day(2024, 6, 3), 100, 10_000, "B"), Sell(Day(2025, 6, 3), 100, 11_000, "C"));
        // case B of the worksheet: short-term -10,000, long-term +1,000, income 20,000
        Assert.That(ledger.Assess(2024), Is.EqualTo(new TaxAssessment(-10_000m, 1_000m, -1_110m, 3_000m, 6_000m, 0m)));
        Assert.That(ledger.Year(2025), Is.EqualTo(new TaxYear(0m, 10_000m) { CarriedShortLoss = 6_000m }));
        Assert.That(ledger.Assess(2025).Tax, Is.EqualTo(800m), "20 % of 10,000 - 6,000");
    }

    [Test]
    public void Replay_OfAnyLedger_IsTheLedger()
    {
        TaxLedger ledger = RandomHistory.Of(5).Apply();
        Assert.That(ledger.Replay().Sales, Is.EqualTo(ledger.Sales).Using<LotSale>((a, b) => a.ToString() == b.ToString()));
        Assert.That(ledger.Replay().Lots, Is.EqualTo(ledger.Lots));
    }

    public static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case(() => TaxLedger.Open(Rules, [new TaxLot("X", 0, 1, default)]), "Lot 0 of 'X' holds 0 shares");
        yield return Case(() => TaxLedger.Open(Rules, [new TaxLot("X", 1, -1, default)]), "cost of -1 a share; costs must be >= 0");
        yield return Case(() => TaxLedger.Open(Rules, [new TaxLot("X", 1, 1, Day(2020, 1, 1)) { Id = "a" }, new TaxLot("X", 1, 1, Day(2020, 1, 1)) { Id = "a" }]), "Lot 1 of 'X' has the identifier 'a' of another lot");
        yield return Case(() => TaxLedger.Open(Rules, [new TaxLot("X", 1, 1, Day(2020, 1, 1)) { HeldFrom = Day(2021, 1, 1) }]), "holding period from 2021-01-01, after it was acquired");
        yield return Case(() => TaxLedger.Open(Rules, []).Apply(Sell(Day(2026, 1, 2), 5, 10)), "2026-01-02: 5 shares of 'X' are sold, but lots hold only 0");
        yield return Case(() => TaxLedger.Open(Rules, []).Apply(Buy(Day(2026, 1, 2), 5, 10), Buy(Day(2026, 1, 1), 5, 10)), "dated 2026-01-01, before 2026-01-02");
        yield return Case(() => TaxLedger.Open(Rules, []).Apply(Buy(Day(2026, 1, 2), 5, 10), Sell(Day(2026, 1, 3), 2, 10) with { Lots = [new LotPick("X-9", 2)] }), "lot 'X-9' of 'X' cannot give 2 shares; it lacks 2");
        yield return Case(() => new IdenticalSecurities(["A", "B"], ["C", "B"]), "'B' is in two groups of identical securities ('A' and 'C')");
        yield return Case(() => new UnitedStatesTax(1.2, 0.2), "ordinary rate is 1.2; rates are fractions in [0, 1]");
        yield return Case(() => new UnitedStatesTax(0.1, 0.2), "short-term rate is 0.1, below the long-term rate 0.2");
        yield return Case(() => new UnitedStatesTax(0.3, 0.2, carriedLossValue: 0.4), "value of a carried loss is 0.4, above the ordinary rate 0.3");
        yield return Case(() => new TaxYear { CarriedShortLoss = -5m }, "short-term loss carried in is -5; losses carried in are given as positive numbers");
        yield return Case(() => new TaxCurve(0.1, new TaxBreak(0, -0.1)), "a falling rate is not convex");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Construct_WithAMistake_SaysWhatWhereFoundAndExpected(Func<object> make, string sentence) =>
        Assert.That(() => make(), Throws.InstanceOf<ArgumentException>().With.Message.Contains(sentence));

    private static TestCaseData Case(Func<object> make, string sentence) => new TestCaseData(make, sentence).SetArgDisplayNames(sentence);
}
