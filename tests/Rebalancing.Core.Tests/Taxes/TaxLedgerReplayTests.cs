namespace Rebalancing.Core.Tests;

public class TaxLedgerReplayTests
{
    [Test]
    public void Apply_RandomHistories_AgreesWithShareByShareReplayAndConservesBasis([Range(1, 300)] int seed)
    {
        RandomHistory history = RandomHistory.Of(seed);
        TaxLedger ledger = history.Apply();
        var naive = new ShareByShare(history.Options);
        foreach (TaxTrade trade in history.Trades) naive.Apply(trade);

        foreach (var month in naive.Sold.GroupBy(share => (share.Sold, share.Symbol, share.Account)))
        {
            LotSale[] sales = [.. ledger.Sales.Where(sale => (sale.Date, sale.Symbol, sale.Account) == month.Key)];
            Assert.That(sales.Sum(sale => sale.Disallowed), Is.EqualTo(month.Sum(share => share.Disallowed)), $"{month.Key}");
            Assert.That(sales.Sum(sale => sale.Gain), Is.EqualTo(month.Sum(share => share.Price - share.Cost)), $"{month.Key}");
            Assert.That(sales.Where(sale => sale.IsLongTerm).Sum(sale => sale.Shares), Is.EqualTo(month.Count(share => share.HeldFrom.AddYears(1) < share.Sold)));
        }
        Assert.That(ledger.Lots.Sum(lot => lot.Shares), Is.EqualTo(naive.Held.Count));
        Assert.That(ledger.Lots.Sum(lot => decimal.Round(lot.Shares * lot.CostPerShare, 2)), Is.EqualTo(naive.Held.Sum(share => share.Cost)));

        // cost in = cost sold + cost left - losses moved into it
        decimal paid = history.Trades.Where(t => t.Shares > 0).Sum(t => t.Money), moved = ledger.Sales.Sum(sale => sale.Disallowed - sale.Lost);
        Assert.That(ledger.Sales.Sum(sale => sale.Cost) + ledger.Lots.Sum(lot => decimal.Round(lot.Shares * lot.CostPerShare, 2)) - moved, Is.EqualTo(paid));
    }

    [Test]
    public void Apply_OneByOneOrAllAtOnce_IsTheSame([Range(1, 20)] int seed)
    {
        RandomHistory history = RandomHistory.Of(seed);
        TaxLedger all = history.Apply(), one = TaxLedger.Open(history.Rules, [], history.Options);
        foreach (TaxTrade trade in history.Trades) one = one.Apply(trade);
        Assert.That(one.Lots, Is.EqualTo(all.Lots));
        Assert.That(one.Year(2025), Is.EqualTo(all.Year(2025)));
    }

    [Test]
    public void Apply_FractionsOfShares_ConservesBasisToTheCent([Range(1, 100)] int seed)
    {
        var random = new TestRandom(seed);
        TaxLedger ledger = TaxLedger.Open(new UnitedStatesTax(0.37, 0.2), [], new TaxLedgerOptions { Selection = LotSelection.Hifo });
        DateOnly day = new(2025, 1, 2);
        decimal held = 0, paid = 0, received = 0;
        for (int t = 0; t < 80; t++)
        {
            day = day.AddDays(random.Integer(0, 15));
            decimal shares = held > 1 && random.Chance(0.5) ? -decimal.Round((decimal)random.Uniform(0.01, 1) * held, 4) : decimal.Round((decimal)random.Uniform(1, 30), 4);
            var trade = new TaxTrade("P", day, shares, decimal.Round((decimal)random.Uniform(10, 60), 4));
            held += shares;
            if (shares > 0) paid += trade.Money;
            else received += trade.Money;
            ledger = ledger.Apply(trade);
        }
        decimal left = ledger.Lots.Sum(lot => decimal.Round(lot.Shares * lot.CostPerShare, 2));
        Assert.That(ledger.Sales.Sum(sale => sale.Recognised) - left, Is.EqualTo(received - paid), "what is not recognised is still in the lots");
    }

    [Test]
    public void Apply_UnitedKingdom_MatchesSameDayThenThirtyDaysThenThePool()
    {
        // HMRC HS284 example 3 (Mr Schneider): pool of 9,500 shares, 4,000 sold on 30 August, 500 bought back on 11 September: the gain is that of 500 + 3,500 shares
        TaxLedger ledger = TaxLedger.Open(new UnitedKingdomTax(0.24), [new TaxLot("L", 9_500, 2m, new DateOnly(2015, 4, 1))]).Apply(
            new TaxTrade("L", new DateOnly(2025, 8, 30), -4_000, 1.5m),
            new TaxTrade("L", new DateOnly(2025, 9, 11), 500, 1.7m));
        Assert.That(ledger.Sales.Select(s => (s.LotId, s.Shares, s.Proceeds, s.Cost)), Is.EqualTo(new[] { ("thirty days", 500m, 750m, 850m), ("pool", 3_500m, 5_250m, 7_000m) }));
        Assert.That(ledger.Lots.Single(), Has.Property("Shares").EqualTo(6_000m).And.Property("CostPerShare").EqualTo(2m));
    }

    [Test]
    public void Apply_UnitedKingdom_SameDayComesBeforeThirtyDays()
    {
        // sold 100 on day 0; on day 10 bought 100 and sold 60: the purchase serves the same day's sale first, 40 are left for day 0
        DateOnly day = new(2025, 6, 2);
        TaxLedger ledger = TaxLedger.Open(new UnitedKingdomTax(0.24), [new TaxLot("L", 300, 1m, new DateOnly(2015, 4, 1))]).Apply(
            new TaxTrade("L", day, -100, 3m), new TaxTrade("L", day.AddDays(10), 100, 2m), new TaxTrade("L", day.AddDays(10), -60, 4m));
        Assert.That(ledger.Sales.Select(s => (s.LotId, s.Shares, s.Gain)), Is.EquivalentTo(new[] { ("same day", 60m, 120m), ("thirty days", 40m, 40m), ("pool", 60m, 120m) }));
        Assert.That(ledger.Lots.Single().Shares, Is.EqualTo(240m));
    }

    [Test]
    public void Apply_Canada_AveragesAndDeniesSuperficialLosses()
    {
        // known average: 200 at 145 and 200 at 119 make 132
        DateOnly day = new(2025, 2, 3);
        TaxLedger ledger = TaxLedger.Open(new CanadaTax(0.5), []).Apply(new TaxTrade("T", day, 200, 145m), new TaxTrade("T", day.AddDays(90), 200, 119m));
        Assert.That(ledger.Lots.Single().CostPerShare, Is.EqualTo(132m));
        // 100 sold at 112: loss 2,000; 40 bought back ten days later and held: 800 denied and added to the cost of the rest
        TaxLedger later = ledger.Apply(new TaxTrade("T", day.AddDays(200), -100, 112m), new TaxTrade("T", day.AddDays(210), 40, 110m));
        Assert.That(later.Sales.Single().Disallowed, Is.EqualTo(800m));
        Assert.That(later.Lots.Single().Shares * later.Lots.Single().CostPerShare, Is.EqualTo((300m * 132m) + 800m + 4_400m).Within(0.0000001m));
    }

    [Test]
    public void Apply_PoolsWithRandomHistories_ConserveBasis([Values] bool kingdom, [Range(1, 40)] int seed)
    {
        RandomHistory history = RandomHistory.Of(seed, kingdom ? new UnitedKingdomTax(0.24) : new CanadaTax(0.5));
        TaxLedger ledger = history.Apply();
        decimal paid = history.Trades.Where(t => t.Shares > 0).Sum(t => t.Money), left = ledger.Lots.Sum(lot => decimal.Round(lot.Shares * lot.CostPerShare, 2));
        decimal received = history.Trades.Where(t => t.Shares < 0).Sum(t => t.Money), denied = ledger.Sales.Sum(s => s.Disallowed);
        Assert.That(ledger.Sales.Sum(s => s.Cost) + left - denied, Is.EqualTo(paid));
        Assert.That(ledger.Sales.Sum(s => s.Proceeds), Is.EqualTo(received));
        Assert.That(ledger.Sales.Sum(s => s.Shares), Is.EqualTo(-history.Trades.Where(t => t.Shares < 0).Sum(t => t.Shares)));
    }
}
