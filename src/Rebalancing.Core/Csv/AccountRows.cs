using Rebalancing.Documents;

namespace Rebalancing.Csv;

/// <summary>Accounts out of rows of holdings or lots, one after the other.</summary>
internal sealed class AccountRows
{
    private readonly Universe _universe;
    private readonly CsvReader _table;
    private readonly AccountOptions _options;
    private readonly string _cashSymbol;
    private readonly int _symbol, _shares;
    private readonly int? _account;
    private readonly LotColumns? _lots;

    public AccountRows(Universe universe, CsvReader table, AccountOptions options, string cashSymbol)
    {
        if (universe.TryIndexOf(cashSymbol, out _)) throw new ArgumentException($"'{cashSymbol}' is an asset of the universe; say with CsvOptions.CashSymbol what the file calls cash.", nameof(universe));
        if (options.Lots.Count > 0) throw new ArgumentException($"The options hold {options.Lots.Count} lots of their own; lots come from the file.", nameof(options));
        (_universe, _table, _options, _cashSymbol) = (universe, table, options, cashSymbol);
        (_symbol, _shares, _account, _lots) = (table.Column("symbol"), table.Column("shares"), table.Find("account"), LotColumns.Of(table));
    }

    public IEnumerable<Account> Read()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        Holdings? current = null;
        while (_table.Next())
        {
            string id = _account is { } column ? SeenSymbols.Named(_table, column) : _options.Id;
            if (current is null || current.Id != id)
            {
                if (current is not null) yield return Account(current);
                if (!known.Add(id)) throw _table.Refuse(_account!.Value, $"account '{id}' appears again; the rows of an account stand together (sort the file by account).");
                current = new Holdings(id, _table.Line);
            }
            Add(current);
        }
        yield return current is null ? throw new CsvException(_table.Table, 0, "", "a header and no row.") : Account(current);
    }

    private void Add(Holdings holdings)
    {
        holdings.LastLine = _table.Line;
        string symbol = SeenSymbols.Named(_table, _symbol);
        decimal shares = _table.Money(_shares);
        bool isLot = _lots is { IsEmpty: false };
        if (!isLot && !holdings.Once.TryAdd(symbol, _table.Line)) throw _table.Refuse(_symbol, $"'{symbol}' stands in line {holdings.Once[symbol]} already.");
        if (symbol == _cashSymbol)
        {
            if (isLot) throw _table.Refuse(_symbol, $"'{symbol}' is cash and has no lots; leave cost and day of purchase empty.");
            holdings.Cash = shares;
            return;
        }
        _ = SeenSymbols.Known(_universe, _table, _symbol);
        if (isLot) holdings.Lots.Add(_lots!.Read(symbol, shares));
        holdings.Shares[symbol] = holdings.Shares.GetValueOrDefault(symbol) + shares;
    }

    private Account Account(Holdings holdings)
    {
        AccountOptions options = holdings.Id.Length > 0 ? _options with { Id = holdings.Id, Lots = holdings.Lots } : _options with { Lots = holdings.Lots };
        try
        {
            return Rebalancing.Account.FromShares(_universe, holdings.Shares, holdings.Cash, options);
        }
        catch (ArgumentException refusal)
        {
            throw new CsvException(_table.Table, 0, "", $"account '{holdings.Id}' (lines {holdings.FirstLine} to {holdings.LastLine}): {RefusalText.Of(refusal)}", refusal);
        }
    }

    /// <summary>What has been read of one account.</summary>
    private sealed class Holdings(string id, int firstLine)
    {
        public string Id => id;

        public int FirstLine => firstLine;

        public int LastLine { get; set; }

        public decimal Cash { get; set; }

        public Dictionary<string, decimal> Shares { get; } = new(StringComparer.Ordinal);

        /// <summary>Lines of cash and of positions without lots: each stands once.</summary>
        public Dictionary<string, int> Once { get; } = new(StringComparer.Ordinal);

        public List<TaxLot> Lots { get; } = [];
    }
}
