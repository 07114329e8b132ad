namespace Rebalancing;

/// <summary>
/// One tradable thing and what is known about it. Only the symbol is required; terms and limits that need more say which asset lacks what.
/// </summary>
/// <param name="Symbol">Unique name inside a universe; compared ordinally, case-sensitive.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Asset(string Symbol)
{
    /// <summary>Broad class, for instance "Equity" or "Bond". Default: empty (in no class).</summary>
    public string AssetClass { get; init; } = "";

    /// <summary>Sector or industry. Default: empty (in no sector).</summary>
    public string Sector { get; init; } = "";

    /// <summary>Currency the asset is priced in, for instance "USD". Default: empty (the account's base currency).</summary>
    public string Currency { get; init; } = "";

    /// <summary>How easily it trades, for instance "daily", "weekly", "illiquid". Default: empty (in no bucket).</summary>
    public string LiquidityBucket { get; init; } = "";

    /// <summary>Price of one share in <see cref="Currency"/>; null when unknown. Must be positive.</summary>
    public decimal? Price { get; init; }

    /// <summary>Day of <see cref="Price"/>; null when it is not tracked (then staleness is not checked).</summary>
    public DateOnly? PriceDate { get; init; }

    /// <summary>Smallest tradable quantity in shares; orders are multiples of it. Default 1, whole shares; smaller where fractions are traded. Must be positive.</summary>
    public decimal LotSize { get; init; } = 1m;

    /// <summary>
    /// Quoted spread, ask less bid, as a fraction of the price (0.0004 = 4 bp). Half of it is what a trade pays; <see cref="TradingCost.FromQuotedSpreads"/> takes the half. Null when unknown.
    /// </summary>
    public double? QuotedSpread { get; init; }

    /// <summary>
    /// Shares traded in the market on an average day. Terms and limits want money a day: <see cref="Account.DailyTradedValue"/> multiplies by price and exchange rate. Null when unknown.
    /// </summary>
    public double? DailyVolumeShares { get; init; }
}
