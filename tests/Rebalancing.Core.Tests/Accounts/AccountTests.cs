namespace Rebalancing.Core.Tests;

public class AccountTests
{
    private static readonly Universe Universe = Universe.Of(
    [
        new Asset("SPX") { Price = 100m, Currency = "USD" },
        new Asset("DAX") { Price = 50m, Currency = "EUR", PriceDate = new DateOnly(2026, 3, 30) },
        new Asset("JGB") { Price = 2000m, Currency = "JPY", PriceDate = new DateOnly(2026, 3, 20) },
    ]);

    private static readonly AccountOptions Rates = new() { AsOf = new DateOnly(2026, 3, 31), FxRates = new Dictionary<string, decimal> { ["EUR"] = 1.10m, ["JPY"] = 0.0065m } };

    private static readonly Dictionary<string, decimal> Shares = new() { ["SPX"] = 10m, ["DAX"] = 20m, ["JGB"] = 100m };

    [Test]
    public void FromShares_ThreeCurrencies_IsValuedInTheBaseCurrency()
    {
        Account account = Account.FromShares(Universe, Shares, cash: 600m, Rates);
        // 1000 + 20 * 55 + 100 * 13 + 600
        Assert.That(account.Value, Is.EqualTo(4000m));
        Assert.That(account.Weights.ToArray(), Is.EqualTo(new[] { 0.25, 0.275, 0.325 }).Within(1e-15));
        Assert.That(account.CashWeight, Is.EqualTo(0.15).Within(1e-15));
    }

    [Test]
    public void FromShares_UnsettledCashAndOpenOrders_CountAsDone()
    {
        var options = Rates with { UnsettledCash = 100m, OpenOrders = [new OpenOrder("SPX", 2m), new OpenOrder("DAX", -5m)] };
        Account account = Account.FromShares(Universe, Shares, 600m, options);
        Assert.That(account.Shares.ToArray(), Is.EqualTo(new[] { 12m, 15m, 100m }));
        Assert.That(account.Cash, Is.EqualTo(600m + 100m - 200m + 275m));
        Assert.That(account.Value, Is.EqualTo(4100m), "orders at market price change nothing of the value");
        Account ignoring = Account.FromShares(Universe, Shares, 600m, options with { OpenOrderPolicy = OpenOrderPolicy.Ignore });
        Assert.That(ignoring.Shares.ToArray(), Is.EqualTo(new[] { 10m, 20m, 100m }));
        Assert.That(ignoring.Cash, Is.EqualTo(700m));
    }

    [Test]
    public void FromShares_AStalePrice_IsRefusedByNameOrAcceptedByPolicy()
    {
        var strict = Rates with { MaxPriceAgeDays = 5 };
        Assert.That(() => Account.FromShares(Universe, Shares, 0m, strict), Throws.ArgumentException.With.Message.Contains("Prices older than 5 days at 2026-03-31: JGB (2026-03-20)"));
        Assert.That(Account.FromShares(Universe, Shares, 0m, strict with { StalePrices = StalePricePolicy.Accept }).Value, Is.EqualTo(3400m));
    }

    [Test]
    public void FromShares_APartlyFilledOrder_CountsItsFillsWhateverThePolicy()
    {
        var order = new OpenOrder("SPX", 2m) { FilledShares = 3m, FilledPrice = 99m };
        Account done = Account.FromShares(Universe, Shares, 1000m, Rates with { OpenOrders = [order] }), cancelled = Account.FromShares(Universe, Shares, 1000m, Rates with { OpenOrders = [order], OpenOrderPolicy = OpenOrderPolicy.Ignore });
        Assert.That(done.Shares[0], Is.EqualTo(15m));
        Assert.That(done.Cash, Is.EqualTo(1000m - 297m - 200m));
        Assert.That(cancelled.Shares[0], Is.EqualTo(13m));
        Assert.That(cancelled.Cash, Is.EqualTo(1000m - 297m));
    }

    [Test]
    public void Rebalance_AssetsWithStaleOrMissingPrices_AreLeftAloneByPolicy()
    {
        Universe universe = Universe.Of([.. Universe.Assets, new Asset("NEW")]);
        var options = Rates with { MaxPriceAgeDays = 5, StalePrices = StalePricePolicy.NotTraded, MissingPrices = MissingPricePolicy.NotTraded };
        Account account = Account.FromShares(universe, Shares, 600m, options);
        Assert.That(account.NotTraded, Is.EqualTo(new[] { "NEW", "JGB" }));
        Assert.That(account.Value, Is.EqualTo(4000m), "a stale price still values what is held");
        var mandate = new Mandate { Objective = new TargetDistance([0.25, 0.25, 0.25, 0.25]), Limits = [new CashBand(0, 1), Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        Assert.That(result.Mandate.Limits[^1].Name, Is.EqualTo("NoTrade[NEW, JGB]"), "the limit is there for reports and conflicts");
        Assert.That(result.GetPlanOrThrow().Trades.Select(trade => trade.Symbol), Is.SubsetOf(new[] { "SPX", "DAX" }).And.Not.Empty);
        Assert.That(new Rebalancer(mandate, universe).RebalanceAll([account])[0].Weights.ToArray(), Is.EqualTo(result.Weights.ToArray()));
        Assert.That(() => Account.FromShares(universe, new Dictionary<string, decimal> { ["NEW"] = 1m }, 1m, options), Throws.ArgumentException.With.Message.Contains("No price for NEW; what is held needs one"));
    }

    [Test]
    public void DailyTradedValue_OfVolumesInShares_IsInBaseCurrency()
    {
        Universe universe = Universe.Of([.. Universe.Assets.Select(asset => asset with { DailyVolumeShares = 1000 })]);
        Assert.That(Account.FromShares(universe, Shares, 600m, Rates).DailyTradedValue(), Is.EqualTo(new[] { 100_000.0, 55_000, 13_000 }).Within(1e-9));
    }

    [Test]
    public void FromShares_AMissingRate_IsNamed()
    {
        Assert.That(() => Account.FromShares(Universe, Shares, 0m), Throws.ArgumentException.With.Message.Contains("'DAX' is priced in EUR; no rate from EUR to USD was given"));
    }

    [Test]
    public void FromLots_ThatMatchThePosition_GiveItsShares()
    {
        TaxLot[] lots = [new("SPX", 4m, 80m, new DateOnly(2024, 1, 2)), new("SPX", 6m, 95m, new DateOnly(2025, 5, 6))];
        Account account = Account.FromLots(Universe, lots, 1000m, Rates);
        Assert.That(account.Shares[0], Is.EqualTo(10m));
        Assert.That(() => Account.FromShares(Universe, Shares, 0m, Rates with { Lots = lots[..1] }), Throws.ArgumentException.With.Message.Contains("Lots of 'SPX' add up to 4 shares, but 10 are held"));
        Assert.That(() => Account.FromLots(Universe, [lots[0] with { Acquired = new DateOnly(2026, 4, 1) }], 0m, Rates), Throws.ArgumentException.With.Message.Contains("was acquired on 2026-04-01, after the account's date 2026-03-31"));
    }

    [Test]
    public void FromShares_ShortPositionsAndBorrowedCash_AreOrdinary()
    {
        Account account = Account.FromShares(Universe, new Dictionary<string, decimal> { ["SPX"] = 30m, ["DAX"] = -10m }, cash: -450m, Rates);
        Assert.That(account.Value, Is.EqualTo(2000m));
        Assert.That(account.Weights[1], Is.EqualTo(-0.275).Within(1e-15));
        Assert.That(account.CashWeight, Is.EqualTo(-0.225).Within(1e-15));
    }

    [Test]
    public void FromWeights_WithKnownPrices_HasShares()
    {
        Account account = Account.FromWeights(Universe, [0.5, 0.25, 0.25], 10_000m, Rates);
        Assert.That(account.Shares[0], Is.EqualTo(50m));
        Assert.That(account.Cash, Is.Zero);
        Assert.That(Account.FromWeights(Universe.Of("A"), [0.9], 100m).Shares[0], Is.Zero, "no price, no shares");
    }
}
