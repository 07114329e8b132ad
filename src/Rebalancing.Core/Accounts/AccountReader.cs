namespace Rebalancing.Accounts;

/// <summary>Checks what was given about an account and turns it into quantities, prices and weights.</summary>
internal static class AccountReader
{
    /// <summary>Largest sum of weights that is read as rounding, not as borrowing.</summary>
    private const double SumTolerance = 1e-9;

    public static Account FromWeights(Universe universe, ReadOnlySpan<double> weights, decimal value, AccountOptions options)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(options);
        if (weights.Length != universe.Count)
            throw new ArgumentException($"Got {weights.Length} weights for a universe of {universe.Count} assets; expected one an asset.", nameof(weights));
        if (value <= 0m) throw new ArgumentException($"Account value is {Text(value)}; it must be > 0.", nameof(value));
        if (options.OpenOrders.Count > 0) throw new ArgumentException($"{options.OpenOrders.Count} open orders were given with weights; open orders need an account from shares.", nameof(options));
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!double.IsFinite(weights[i])) throw new ArgumentException(FormattableString.Invariant($"Weight of '{universe[i].Symbol}' (index {i}) is {weights[i]}; weights must be finite."), nameof(weights));
            sum += weights[i];
        }
        if (sum > 1 + SumTolerance)
            throw new ArgumentException(FormattableString.Invariant($"Weights add up to {sum:P4} of the account; expected at most 100 % (borrowed cash is stated by an account from shares)."), nameof(weights));

        (decimal[] prices, string[] notTraded) = AccountPrices.Read(universe, options, required: false);
        var shares = new decimal[weights.Length];
        for (int i = 0; i < shares.Length; i++) if (prices[i] > 0m) shares[i] = (decimal)weights[i] * value / prices[i];
        CheckLots(universe, options, shares);
        decimal cash = value;
        foreach (double weight in weights) cash -= (decimal)weight * value;
        if (cash < 0m) cash = 0m;
        return new Account(universe, options, shares, prices, weights.ToArray(), cash, value, new AccountInput(null, null, universe.Values(weights), value)) { NotTraded = notTraded };
    }

    public static Account FromShares(Universe universe, IReadOnlyDictionary<string, decimal> shares, decimal cash, AccountOptions options)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(options);
        var held = new decimal[universe.Count];
        foreach ((string symbol, decimal quantity) in shares) held[Known(universe, symbol, "shares", nameof(shares))] = quantity;
        CheckLots(universe, options, held);
        decimal settled = cash;

        (decimal[] prices, string[] notTraded) = AccountPrices.Read(universe, options, required: true);
        cash += options.UnsettledCash;
        foreach (OpenOrder order in options.OpenOrders)
        {
            int i = Known(universe, order.Symbol, "open orders", nameof(options));
            if (order.FilledShares != 0m && order.FilledPrice <= 0m)
                throw new ArgumentException($"Open order for '{order.Symbol}' has {Text(order.FilledShares)} shares filled at a price of {Text(order.FilledPrice)}; fills need a price > 0.", nameof(options));
            held[i] += order.FilledShares;
            cash -= order.FilledShares * order.FilledPrice;
            if (options.OpenOrderPolicy == OpenOrderPolicy.Ignore) continue;
            held[i] += order.Shares;
            cash -= order.Shares * prices[i];
        }

        string[] unvalued = [.. Enumerable.Range(0, held.Length).Where(i => held[i] != 0m && prices[i] == 0m).Select(i => universe[i].Symbol)];
        if (unvalued.Length > 0) throw new ArgumentException($"No price for {string.Join(", ", unvalued)}; what is held needs one to value the account, whatever the policy for missing prices.", nameof(options));
        decimal value = cash;
        for (int i = 0; i < held.Length; i++) value += held[i] * prices[i];
        if (value <= 0m) throw new ArgumentException($"Net asset value of the account is {Text(value)} (cash {Text(cash)}); it must be > 0.", nameof(shares));
        var weights = new double[held.Length];
        for (int i = 0; i < weights.Length; i++) weights[i] = (double)(held[i] * prices[i] / value);
        return new Account(universe, options, held, prices, weights, cash, value, new AccountInput(new Dictionary<string, decimal>(shares, StringComparer.Ordinal), settled, null, null)) { NotTraded = notTraded };
    }

    public static Account FromLots(Universe universe, IReadOnlyList<TaxLot> lots, decimal cash, AccountOptions options)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(lots);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Lots.Count > 0) throw new ArgumentException($"The options hold {options.Lots.Count} lots of their own; give all lots in one list.", nameof(options));
        var shares = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (TaxLot lot in lots) _ = Known(universe, lot.Symbol, "tax lots", nameof(lots));
        foreach (TaxLot lot in lots) shares[lot.Symbol] = shares.GetValueOrDefault(lot.Symbol) + lot.Shares;
        return FromShares(universe, shares, cash, options with { Lots = lots });
    }

    private static void CheckLots(Universe universe, AccountOptions options, decimal[] shares)
    {
        if (options.Lots.Count == 0) return;
        var sums = new decimal[shares.Length];
        var hasLots = new bool[shares.Length];
        LotChecks.Check(options.Lots, options.AsOf);
        foreach (TaxLot lot in options.Lots)
        {
            int i = Known(universe, lot.Symbol, "tax lots", nameof(options));
            if (shares[i] < 0m) throw new ArgumentException($"'{lot.Symbol}' has a tax lot, but the position is short ({Text(shares[i])} shares); lots belong to long positions.", nameof(options));
            sums[i] += lot.Shares;
            hasLots[i] = true;
        }
        for (int i = 0; i < sums.Length; i++)
            if (hasLots[i] && Math.Abs(sums[i] - shares[i]) > 0.000001m)
                throw new ArgumentException($"Lots of '{universe[i].Symbol}' add up to {Text(sums[i])} shares, but {Text(shares[i])} are held; lots must add up to the position.", nameof(options));
    }

    private static int Known(Universe universe, string symbol, string where, string parameter) => universe.TryIndexOf(symbol, out int i)
        ? i
        : throw new ArgumentException($"Symbol '{symbol}' in the {where} is not in the universe of {universe.Count} assets.", parameter);

    private static string Text(decimal value) => LotChecks.Text(value);
}
