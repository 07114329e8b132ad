using Rebalancing.Csv;

namespace Rebalancing;

/// <summary>
/// Assets, prices, holdings, tax lots and targets from CSV as brokers and order systems export it: comma, semicolon or tab, with a header; columns stand in any order and others are left out.
/// Numbers and days read the same in every culture: a point separates decimals, a day is 2026-03-31. What is wrong is refused with line and column (<see cref="CsvException"/>).
/// </summary>
public static class AccountCsv
{
    /// <summary>The assets of a universe, in the file's order.</summary>
    /// <param name="assets">Column symbol; where they are there also price, priceDate, assetClass, sector, currency, liquidityBucket, lotSize, quotedSpread, dailyVolumeShares as in <see cref="Asset"/>. An empty field is the default.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static Universe ReadUniverse(TextReader assets, CsvOptions? options = null)
    {
        var rows = new AssetRows(new CsvReader(assets, "assets", options));
        return Universe.Of(rows.Read());
    }

    /// <summary>Prices by symbol, for <see cref="AccountOptions.Prices"/>. Rows of assets outside the universe are left out; an empty field is an unknown price.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="prices">Columns symbol and price, the price in the asset's currency and > 0.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static IReadOnlyDictionary<string, decimal> ReadPrices(Universe universe, TextReader prices, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        var table = new CsvReader(prices, "prices", options);
        int symbol = table.Column("symbol"), price = table.Column("price");
        var seen = new SeenSymbols(table, symbol);
        var found = new Dictionary<string, decimal>(StringComparer.Ordinal);
        while (table.Next())
        {
            string name = seen.Once();
            if (!universe.TryIndexOf(name, out _) || table.IsEmpty(price)) continue;
            decimal money = table.Money(price);
            found[name] = money > 0m ? money : throw table.Refuse(price, $"'{table.Text(price)}' is the price of '{name}'; prices are > 0, an unknown one is left empty.");
        }
        return found;
    }

    /// <summary>Target weights. Assets without a row have the target zero; an asset that is not in the universe is refused.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="target">Columns symbol and weight, the weight as a fraction of account value: 0.25 for a quarter.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static AssetValues ReadTarget(Universe universe, TextReader target, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        var table = new CsvReader(target, "target", options);
        int symbol = table.Column("symbol"), weight = table.Column("weight");
        var seen = new SeenSymbols(table, symbol);
        var weights = new double[universe.Count];
        while (table.Next())
        {
            seen.Once();
            weights[SeenSymbols.Known(universe, table, symbol)] = table.Number(weight);
        }
        return universe.Values(weights);
    }

    /// <summary>Tax lots, for <see cref="Account.FromLots"/>, <see cref="AccountOptions.HouseholdLots"/> or the <see cref="TaxLedger"/>.</summary>
    /// <param name="universe">The assets; null (default) takes any symbol.</param>
    /// <param name="lots">Columns symbol, shares, costPerShare and acquired; where they are there also id, account, heldFrom as in <see cref="TaxLot"/>.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read; the message says where.</exception>
    public static IReadOnlyList<TaxLot> ReadLots(TextReader lots, Universe? universe = null, CsvOptions? options = null)
    {
        var table = new CsvReader(lots, "lots", options);
        var columns = LotColumns.Of(table) ?? throw new CsvException(table.Table, 0, "", $"no column 'costPerShare' and none 'acquired'; found {string.Join(", ", table.Header)}.");
        int symbol = table.Column("symbol"), shares = table.Column("shares");
        List<TaxLot> found = [];
        while (table.Next())
        {
            string name = universe is null ? SeenSymbols.Named(table, symbol) : universe[SeenSymbols.Known(universe, table, symbol)].Symbol;
            found.Add(columns.Read(name, table.Money(shares)));
        }
        return found;
    }

    /// <summary>
    /// Accounts, each as soon as its rows are read: a file of any number of accounts takes the memory of one. The rows of an account stand together; the row of the symbol
    /// <see cref="CsvOptions.CashSymbol"/> is its cash.
    /// </summary>
    /// <param name="universe">The assets; a holding in another one is refused.</param>
    /// <param name="holdings">
    /// Columns symbol and shares; where it is there also account, the name of the account: without it the file is one account. With the columns costPerShare and acquired (and, where they are
    /// there, id and heldFrom) a row is a tax lot, and the position is the sum of its lots.
    /// </param>
    /// <param name="account">What holds for all accounts: day, prices, base currency and the like. Default: the defaults of <see cref="AccountOptions"/>.</param>
    /// <param name="options">Separators and names of columns.</param>
    /// <exception cref="CsvException">The table cannot be read, or an account is not one; the message says where. Thrown when that row is reached.</exception>
    public static IEnumerable<Account> ReadAccounts(Universe universe, TextReader holdings, AccountOptions? account = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        return new AccountRows(universe, new CsvReader(holdings, "holdings", options), account ?? new AccountOptions(), (options ?? CsvOptions.Default).CashSymbol).Read();
    }
}
