namespace Rebalancing.Csv;

/// <summary>The columns that make a row a tax lot.</summary>
internal sealed class LotColumns
{
    private readonly CsvReader _table;
    private readonly int _cost, _acquired;
    private readonly int? _id, _account, _heldFrom;

    private LotColumns(CsvReader table)
    {
        _table = table;
        (_cost, _acquired) = (table.Column("costPerShare"), table.Column("acquired"));
        (_id, _account, _heldFrom) = (table.Find("id"), table.Find("account"), table.Find("heldFrom"));
    }

    /// <summary>The columns of a table; null where it has neither cost nor day of purchase. One without the other is refused.</summary>
    public static LotColumns? Of(CsvReader table) => table.Find("costPerShare") is null && table.Find("acquired") is null ? null : new LotColumns(table);

    /// <summary>Whether the current row says nothing of cost and purchase: cash, or a position without lots.</summary>
    public bool IsEmpty => _table.IsEmpty(_cost) && _table.IsEmpty(_acquired);

    public TaxLot Read(string symbol, decimal shares) => new(symbol, shares, _table.Money(_cost), _table.Day(_acquired))
    {
        Id = _id is { } id ? _table.Text(id) : "",
        Account = _account is { } account ? _table.Text(account) : "",
        HeldFrom = _heldFrom is { } held && !_table.IsEmpty(held) ? _table.Day(held) : _table.Day(_acquired),
    };
}
