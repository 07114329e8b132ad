namespace Rebalancing.Core.Tests;

/// <summary>Holdings, lots, prices, targets and universes out of files as people send them.</summary>
public class AccountCsvTests
{
    private static readonly Universe Two = Universe.Of([new Asset("VTI") { Price = 250m }, new Asset("BND") { Price = 70m }]);

    [Test]
    public void ReadUniverse_EveryColumn_IsTheAssetsData()
    {
        Universe universe = AccountCsv.ReadUniverse(new StringReader(
            "\uFEFFSymbol;Price;PriceDate;AssetClass;Sector;Currency;LiquidityBucket;LotSize;QuotedSpread;DailyVolumeShares;Comment\r\n" +
            "VTI;250.10;2026-03-30;Equity;\"Broad; US\";USD;daily;0.01;0.0002;3500000;x\r\nBND;;;;;;;;;;\r\n"));
        Assert.That(universe.Assets, Is.EqualTo(new[]
        {
            new Asset("VTI") { Price = 250.10m, PriceDate = new DateOnly(2026, 3, 30), AssetClass = "Equity", Sector = "Broad; US", Currency = "USD", LiquidityBucket = "daily", LotSize = 0.01m, QuotedSpread = 0.0002, DailyVolumeShares = 3_500_000 },
            new Asset("BND"),
        }));
    }

    [TestCase("symbol,price\nVTI,1\nVTI,2\n", "assets, line 3, column 'symbol': 'VTI' stands in line 2 already.")]
    [TestCase("symbol,price\nVTI,-1\n", "assets, line 2: price for 'VTI' is -1; prices must be > 0")]
    [TestCase("symbol,price\n,1\n", "assets, line 2, column 'symbol': the field is empty; expected a name.")]
    [TestCase("ticker,price\nVTI,1\n", "assets: no column 'symbol'; found 'ticker', 'price'")]
    [TestCase("symbol,price\n", "assets: a header and no row.")]
    public void ReadUniverse_Mistake_IsRefusedWithItsPlace(string text, string sentence) =>
        Assert.That(() => AccountCsv.ReadUniverse(new StringReader(text)), Throws.TypeOf<CsvException>().With.Message.StartsWith(sentence).And.Message.Not.Contains("Parameter"));

    [Test]
    public void ReadPrices_AFileOfTheMarket_GivesTheUniversesOwn()
    {
        IReadOnlyDictionary<string, decimal> prices = AccountCsv.ReadPrices(Two, new StringReader("symbol,close,price\nAAPL,1,180\nVTI,1,251.25\nBND,1,\n"));
        Assert.That(prices, Is.EqualTo(new Dictionary<string, decimal> { ["VTI"] = 251.25m }));
        Assert.That(() => AccountCsv.ReadPrices(Two, new StringReader("symbol,price\nVTI,0\n")), Throws.TypeOf<CsvException>().With.Message.Contains("line 2, column 'price': '0' is the price of 'VTI'"));
        Assert.That(() => AccountCsv.ReadPrices(Two, new StringReader("symbol,price\nVTI,1\nVTI,1\n")), Throws.TypeOf<CsvException>().With.Message.Contains("stands in line 2 already"));
    }

    [Test]
    public void ReadTarget_SomeAssets_LeavesTheOthersAtZero()
    {
        Assert.That(AccountCsv.ReadTarget(Two, new StringReader("weight,symbol\n0.6,BND\n")), Is.EqualTo(new[] { 0.0, 0.6 }));
        Assert.That(() => AccountCsv.ReadTarget(Two, new StringReader("symbol,weight\nTLT,0.6\n")), Throws.TypeOf<CsvException>().With.Message.Contains("line 2, column 'symbol': 'TLT' is not in the universe of 2 assets."));
        Assert.That(() => AccountCsv.ReadTarget(Two, new StringReader("symbol,weight\nVTI,60%\n")), Throws.TypeOf<CsvException>().With.Message.Contains("fractions are expected"));
    }

    [Test]
    public void ReadAccounts_SeveralWithCash_AreTheSameAsMadeByHand()
    {
        const string Text = "account,symbol,shares\nA-1,VTI,\"1,200\"\nA-1,CASH,\"-1,500.25\"\nA-2,BND,100.5\nA-2,VTI,-3\nA-3,CASH,7\n";
        var options = new AccountOptions { AsOf = new DateOnly(2026, 3, 31), Prices = new Dictionary<string, decimal> { ["VTI"] = 260m } };
        Account[] accounts = [.. AccountCsv.ReadAccounts(Two, new StringReader(Text), options, new CsvOptions { Thousands = ',' })];
        Account first = Account.FromShares(Two, new Dictionary<string, decimal> { ["VTI"] = 1200m }, -1500.25m, options with { Id = "A-1" });
        Assert.That(accounts.Select(a => (a.Id, a.Cash, a.Value)), Is.EqualTo(new[] { ("A-1", -1500.25m, (1200m * 260m) - 1500.25m), ("A-2", 0m, (100.5m * 70m) - (3m * 260m)), ("A-3", 7m, 7m) }));
        Assert.That(accounts.Select(a => a.AsOf), Is.All.EqualTo(options.AsOf));
        Assert.That(accounts[0].Weights.ToArray(), Is.EqualTo(first.Weights.ToArray()));
    }

    [Test]
    public void ReadAccounts_Lots_AreSummedToPositions()
    {
        const string Text = "symbol,shares,costPerShare,acquired,id,heldFrom\nVTI,10,200,2024-01-02,L1,\nVTI,5.5,230.25,2025-06-30,L2,2025-01-15\nBND,4,,,,\nCASH,100,,,,\n";
        Account account = AccountCsv.ReadAccounts(Two, new StringReader(Text), new AccountOptions { Id = "X", AsOf = new DateOnly(2026, 3, 31) }).Single();
        Assert.That((account.Id, account.Shares[0], account.Shares[1], account.Cash), Is.EqualTo(("X", 15.5m, 4m, 100m)));
        Assert.That(account.Options.Lots, Is.EqualTo(new[]
        {
            new TaxLot("VTI", 10m, 200m, new DateOnly(2024, 1, 2)) { Id = "L1" }, new TaxLot("VTI", 5.5m, 230.25m, new DateOnly(2025, 6, 30)) { Id = "L2", HeldFrom = new DateOnly(2025, 1, 15) },
        }));
        Assert.That(AccountCsv.ReadLots(new StringReader("account,symbol,shares,costPerShare,acquired\nB,VTI,1,2,2024-01-02\n")), Is.EqualTo(new[] { new TaxLot("VTI", 1m, 2m, new DateOnly(2024, 1, 2)) { Account = "B" } }));
    }

    [TestCase("account,symbol,shares\nA,VTI,1\nB,VTI,1\nA,BND,1\n", "holdings, line 4, column 'account': account 'A' appears again; the rows of an account stand together (sort the file by account).")]
    [TestCase("symbol,shares\nVTI,1\nVTI,2\n", "holdings, line 3, column 'symbol': 'VTI' stands in line 2 already.")]
    [TestCase("symbol,shares\nTLT,1\n", "holdings, line 2, column 'symbol': 'TLT' is not in the universe of 2 assets.")]
    [TestCase("symbol,shares\nVTI,ten\n", "holdings, line 2, column 'shares': 'ten' is not a finite number")]
    [TestCase("symbol\nVTI\n", "holdings: no column 'shares'; found 'symbol'")]
    [TestCase("symbol,shares,acquired\nVTI,1,2024-01-02\n", "holdings: no column 'costPerShare'; found")]
    [TestCase("symbol,shares,costPerShare,acquired\nVTI,1,200,\n", "holdings, line 2, column 'acquired': '' is not a day")]
    [TestCase("symbol,shares,costPerShare,acquired\nCASH,1,1,2024-01-02\n", "holdings, line 2, column 'symbol': 'CASH' is cash and has no lots")]
    [TestCase("account,symbol,shares\n,VTI,1\n", "holdings, line 2, column 'account': the field is empty; expected a name.")]
    [TestCase("account,symbol,shares\nA,VTI,1\nB,VTI,-1\nB,BND,1\n", "holdings: account 'B' (lines 3 to 4): Net asset value of the account is -180")]
    [TestCase("symbol,shares\n", "holdings: a header and no row.")]
    public void ReadAccounts_Mistake_IsRefusedWithItsPlace(string text, string sentence) =>
        Assert.That(() => AccountCsv.ReadAccounts(Two, new StringReader(text)).ToList(), Throws.TypeOf<CsvException>().With.Message.StartsWith(sentence).And.Message.Not.Contains("Parameter"));

    [Test]
    public void ReadAccounts_CashThatIsAnAsset_IsRefused()
    {
        Universe universe = Universe.Of([new Asset("CASH") { Price = 1m }]);
        Assert.That(() => AccountCsv.ReadAccounts(universe, new StringReader("symbol,shares\nCASH,1\n")), Throws.ArgumentException.With.Message.Contains("CsvOptions.CashSymbol"));
        Assert.That(AccountCsv.ReadAccounts(universe, new StringReader("symbol,shares\nCASH,1\nUSD,2\n"), null, new CsvOptions { CashSymbol = "USD" }).Single().Cash, Is.EqualTo(2m));
    }

    /// <summary>A file of 200 MB: an account comes before the file is read, and the memory that stays is that of one.</summary>
    [Test]
    public void ReadAccounts_TwoHundredMegabytes_ComeOneAfterTheOther()
    {
        using var text = new RowsOfText("account,symbol,shares\nA,VTI,1\nB,VTI,1\n", "B,BND,1\n", 200L << 20);
        using IEnumerator<Account> accounts = AccountCsv.ReadAccounts(Two, text).GetEnumerator();
        Assert.That(accounts.MoveNext(), Is.True);
        Assert.That(accounts.Current.Id, Is.EqualTo("A"));
        Assert.That(text.Taken, Is.LessThan(1 << 17));
        Assert.That(() => accounts.MoveNext(), Throws.TypeOf<CsvException>().With.Message.Contains("line 5, column 'symbol': 'BND' stands in line 4 already"));
    }

    [Test]
    public void ReadPrices_TwoHundredMegabytesOfRemarks_KeepTheMemorySmall()
    {
        using var text = new RowsOfText("symbol,price\nVTI,1\n", "# a remark of the vendor, thirty-two characters long and more ....\n", 200L << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(AccountCsv.ReadPrices(Two, text), Has.Count.EqualTo(1));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
        Assert.That(text.Taken, Is.EqualTo(200L << 20));
    }
}
