namespace Rebalancing.Cli;

/// <summary>The portfolio of the demo: six asset classes that have drifted from their targets, with illustrative risks and costs.</summary>
internal static class SixAssets
{
    public static Universe Universe { get; } = Universe.Of(
    [
        new Asset("US_EQ") { AssetClass = "Equity", Price = 265.40m, LiquidityBucket = "daily" },
        new Asset("DEV_EQ") { AssetClass = "Equity", Price = 52.15m, LiquidityBucket = "daily" },
        new Asset("US_BOND") { AssetClass = "Bond", Price = 73.20m, LiquidityBucket = "daily" },
        new Asset("GL_BOND") { AssetClass = "Bond", Price = 49.05m, LiquidityBucket = "daily" },
        new Asset("PRIV_EQ") { AssetClass = "Private equity", Price = 1_000.00m, LiquidityBucket = "quarterly" },
        new Asset("GOLD") { AssetClass = "Commodity", Price = 189.75m, LiquidityBucket = "daily" },
    ]);

    /// <summary>30 / 20 / 20 / 15 / 10 / 5 %.</summary>
    public static AssetValues Target { get; } = Universe.Values(0.30, 0.20, 0.20, 0.15, 0.10, 0.05);

    /// <summary>35 / 18 / 17 / 15 / 10 / 5 % of ten million.</summary>
    public static Account Account { get; } = Account.FromWeights(Universe, [0.35, 0.18, 0.17, 0.15, 0.10, 0.05], value: 10_000_000m, new AccountOptions { Id = "demo", AsOf = new DateOnly(2026, 3, 31) });

    /// <summary>Costs of trading, fractions of traded value: funds 5 to 15 bp, private equity 300 bp in the secondary market.</summary>
    public static TradingCost Costs { get; } = new(
        buy: Universe.Values(0.0005, 0.0010, 0.0006, 0.0012, 0.0300, 0.0015),
        sell: Universe.Values(0.0005, 0.0010, 0.0006, 0.0012, 0.0300, 0.0015));

    public static DenseRisk Risk { get; } = DenseRisk.FromCorrelations(
        Universe.Values(0.16, 0.17, 0.055, 0.05, 0.22, 0.15),
        [
            1.00, 0.85, 0.10, 0.15, 0.75, 0.05,
            0.85, 1.00, 0.12, 0.20, 0.72, 0.12,
            0.10, 0.12, 1.00, 0.70, 0.05, 0.15,
            0.15, 0.20, 0.70, 1.00, 0.08, 0.18,
            0.75, 0.72, 0.05, 0.08, 1.00, 0.02,
            0.05, 0.12, 0.15, 0.18, 0.02, 1.00,
        ]);

    /// <summary>What a squared tracking error of one costs a year, in fractions of account value.</summary>
    public const double Aversion = 10.0;
}
