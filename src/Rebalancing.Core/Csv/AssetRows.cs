using Rebalancing.Documents;

namespace Rebalancing.Csv;

/// <summary>One row an asset; what is not given keeps its default.</summary>
internal sealed class AssetRows(CsvReader table)
{
    private readonly int _symbol = table.Column("symbol");
    private readonly int? _price = table.Find("price"), _priceDate = table.Find("priceDate"), _class = table.Find("assetClass"), _sector = table.Find("sector"), _currency = table.Find("currency");
    private readonly int? _bucket = table.Find("liquidityBucket"), _lotSize = table.Find("lotSize"), _spread = table.Find("quotedSpread"), _volume = table.Find("dailyVolumeShares");

    public IReadOnlyList<Asset> Read()
    {
        var seen = new SeenSymbols(table, _symbol);
        List<Asset> assets = [];
        while (table.Next()) assets.Add(Row(seen.Once()));
        return assets.Count > 0 ? assets : throw new CsvException(table.Table, 0, "", "a header and no row.");
    }

    private Asset Row(string symbol)
    {
        var asset = new Asset(symbol)
        {
            Price = Given(_price) is { } p ? table.Money(p) : null, PriceDate = Given(_priceDate) is { } d ? table.Day(d) : null, AssetClass = Text(_class), Sector = Text(_sector), Currency = Text(_currency),
            LiquidityBucket = Text(_bucket), LotSize = Given(_lotSize) is { } l ? table.Money(l) : 1m, QuotedSpread = Given(_spread) is { } s ? table.Number(s) : null,
            DailyVolumeShares = Given(_volume) is { } v ? table.Number(v) : null,
        };
        try
        {
            Universe.Of([asset]);
        }
        catch (ArgumentException refusal)
        {
            throw new CsvException(table.Table, table.Line, "", RefusalText.Of(refusal).Replace(" (index 0)", "", StringComparison.Ordinal), refusal);
        }
        return asset;
    }

    private int? Given(int? column) => column is { } c && !table.IsEmpty(c) ? c : null;

    private string Text(int? column) => column is { } c ? table.Text(c) : "";
}
