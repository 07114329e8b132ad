namespace Rebalancing.Accounts;

/// <summary>Prices in base currency from the universe, the account's own prices and its exchange rates.</summary>
internal static class AccountPrices
{
    /// <summary>
    /// Prices, where zero stands for an unknown one, and the assets that the policies for prices leave untraded. With <paramref name="required"/> unknown prices are refused by name, or by policy
    /// left untraded.
    /// </summary>
    public static (decimal[] Prices, string[] NotTraded) Read(Universe universe, AccountOptions options, bool required)
    {
        bool ownPrices = options.Prices.Count > 0;
        if (ownPrices)
            foreach (string symbol in options.Prices.Keys)
                if (!universe.TryIndexOf(symbol, out _)) throw new ArgumentException($"Symbol '{symbol}' in the prices is not in the universe of {universe.Count} assets.", nameof(options));

        var prices = new decimal[universe.Count];
        List<string> missing = [];
        List<int> stale = [];
        for (int i = 0; i < prices.Length; i++)
        {
            Asset asset = universe[i];
            decimal price = 0m;
            bool own = ownPrices && options.Prices.TryGetValue(asset.Symbol, out price);
            if (!own) price = asset.Price ?? 0m;
            if (own && price <= 0m)
                throw new ArgumentException(FormattableString.Invariant($"Price of '{asset.Symbol}' (index {i}) is {price}; prices must be > 0."), nameof(options));
            if (price == 0m) { missing.Add(asset.Symbol); continue; }
            if (!own && options.MaxPriceAgeDays is { } days && asset.PriceDate is { } date && date.AddDays(days) < options.AsOf) stale.Add(i);
            prices[i] = price * Rate(asset, options);
        }
        bool leaveMissing = required && options.MissingPrices == MissingPricePolicy.NotTraded, leaveStale = options.StalePrices == StalePricePolicy.NotTraded;
        if (required && !leaveMissing && missing.Count > 0) throw new ArgumentException($"No price for {string.Join(", ", missing)}; every asset needs one to value the account.", nameof(options));
        if (stale.Count > 0 && options.StalePrices == StalePricePolicy.Refuse)
            throw new ArgumentException(FormattableString.Invariant($"Prices older than {options.MaxPriceAgeDays} days at {options.AsOf:yyyy-MM-dd}: {string.Join(", ", stale.Select(i => FormattableString.Invariant($"{universe[i].Symbol} ({universe[i].PriceDate:yyyy-MM-dd})")))}; refresh them, or accept stale prices by policy."), nameof(options));
        return (prices, [.. leaveMissing ? missing : [], .. leaveStale ? stale.Select(i => universe[i].Symbol) : []]);
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
