namespace Rebalancing.Accounts;

/// <summary>Prices in base currency from the universe, the account's own prices and its exchange rates.</summary>
internal static class AccountPrices
{
    /// <summary>Zero stands for an unknown price; with <paramref name="required"/> unknown prices are refused by name.</summary>
    public static decimal[] Read(Universe universe, AccountOptions options, bool required)
    {
        foreach (string symbol in options.Prices.Keys)
            if (!universe.TryIndexOf(symbol, out _)) throw new ArgumentException($"Symbol '{symbol}' in the prices is not in the universe of {universe.Count} assets.", nameof(options));

        var prices = new decimal[universe.Count];
        List<string> missing = [], stale = [];
        for (int i = 0; i < prices.Length; i++)
        {
            Asset asset = universe[i];
            bool own = options.Prices.TryGetValue(asset.Symbol, out decimal price);
            if (!own) price = asset.Price ?? 0m;
            if (own && price <= 0m)
                throw new ArgumentException(FormattableString.Invariant($"Price of '{asset.Symbol}' (index {i}) is {price}; prices must be > 0."), nameof(options));
            if (price == 0m) { missing.Add(asset.Symbol); continue; }
            if (!own && options.MaxPriceAgeDays is { } days && asset.PriceDate is { } date && date.AddDays(days) < options.AsOf) stale.Add(FormattableString.Invariant($"{asset.Symbol} ({date:yyyy-MM-dd})"));
            prices[i] = price * Rate(asset, options);
        }
        if (required && missing.Count > 0) throw new ArgumentException($"No price for {string.Join(", ", missing)}; every asset needs one to value the account.", nameof(options));
        if (stale.Count > 0 && options.StalePrices == StalePricePolicy.Refuse)
            throw new ArgumentException(FormattableString.Invariant($"Prices older than {options.MaxPriceAgeDays} days at {options.AsOf:yyyy-MM-dd}: {string.Join(", ", stale)}; refresh them, or accept stale prices by policy."), nameof(options));
        return prices;
    }

    /// <summary>Shares a day times price.</summary>
    public static AssetValues DailyTradedValue(Account account)
    {
        Universe universe = account.Universe;
        var values = new double[universe.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (universe[i].DailyVolumeShares is not { } shares) throw new ArgumentException($"'{universe[i].Symbol}' (index {i}) has no DailyVolumeShares; give them, or pass traded values directly.", nameof(account));
            if (account.Prices[i] == 0m) throw new ArgumentException($"'{universe[i].Symbol}' (index {i}) has no price; its volume in money is unknown.", nameof(account));
            values[i] = shares * (double)account.Prices[i];
        }
        return universe.Values(values);
    }

    private static decimal Rate(Asset asset, AccountOptions options)
    {
        if (asset.Currency.Length == 0 || asset.Currency == options.BaseCurrency) return 1m;
        if (!options.FxRates.TryGetValue(asset.Currency, out decimal rate))
            throw new ArgumentException($"'{asset.Symbol}' is priced in {asset.Currency}; no rate from {asset.Currency} to {options.BaseCurrency} was given.", nameof(options));
        return rate > 0m ? rate : throw new ArgumentException(FormattableString.Invariant($"Rate from {asset.Currency} to {options.BaseCurrency} is {rate}; rates must be > 0."), nameof(options));
    }
}
