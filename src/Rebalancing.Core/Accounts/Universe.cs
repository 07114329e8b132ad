namespace Rebalancing;

/// <summary>
/// The ordered set of assets that mandates, models and accounts speak about. The order is the order of every vector.
/// </summary>
/// <remarks>Immutable; safe to share between threads. Two universes are the same only if they are the same object or list the same symbols in the same order.</remarks>
public sealed class Universe
{
    private readonly Asset[] _assets;
    private readonly Dictionary<string, int> _indexOf;

    private Universe(Asset[] assets)
    {
        if (assets.Length == 0) throw new ArgumentException("A universe needs at least one asset; found none.", nameof(assets));
        var indexOf = new Dictionary<string, int>(assets.Length, StringComparer.Ordinal);
        for (int i = 0; i < assets.Length; i++)
        {
            Asset asset = assets[i] ?? throw new ArgumentException($"Asset at index {i} is null; expected an asset.", nameof(assets));
            if (string.IsNullOrWhiteSpace(asset.Symbol)) throw new ArgumentException($"Symbol at index {i} is empty; every asset needs a symbol.", nameof(assets));
            if (!indexOf.TryAdd(asset.Symbol, i))
                throw new ArgumentException($"Symbol '{asset.Symbol}' appears twice (indices {indexOf[asset.Symbol]} and {i}); symbols must be unique.", nameof(assets));
            CheckData(asset, i, nameof(assets));
        }
        _assets = assets;
        _indexOf = indexOf;
        Symbols = new string[assets.Length];
        LotSizes = new decimal[assets.Length];
        for (int i = 0; i < assets.Length; i++) (Symbols[i], LotSizes[i]) = (assets[i].Symbol, assets[i].LotSize);
    }

    /// <summary>A universe of bare symbols.</summary>
    /// <param name="symbols">Unique, not empty.</param>
    public static Universe Of(params ReadOnlySpan<string> symbols)
    {
        var assets = new Asset[symbols.Length];
        for (int i = 0; i < assets.Length; i++) assets[i] = new Asset(symbols[i]);
        return new Universe(assets);
    }

    /// <summary>A universe of assets with their data.</summary>
    /// <param name="assets">Unique symbols, in the order of every vector.</param>
    public static Universe Of(IEnumerable<Asset> assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        return new Universe([.. assets]);
    }

    /// <summary>Number of assets.</summary>
    public int Count => _assets.Length;

    /// <summary>The asset at a position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public Asset this[int index] => _assets[index];

    /// <summary>The assets' symbols and lot sizes, side by side in memory for those who read them one after the other.</summary>
    internal string[] Symbols { get; }

    /// <inheritdoc cref="Symbols"/>
    internal decimal[] LotSizes { get; }

    /// <summary>Place of each asset when symbols are in ordinal order, 0 first.</summary>
    internal int[] SymbolRanks
    {
        get
        {
            if (field is { } known) return known;
            int[] order = [.. Enumerable.Range(0, Symbols.Length)], ranks = new int[order.Length];
            Array.Sort(order, (a, b) => string.CompareOrdinal(Symbols[a], Symbols[b]));
            for (int place = 0; place < order.Length; place++) ranks[order[place]] = place;
            return field = ranks;
        }
    }

    /// <summary>All assets in order.</summary>
    public IReadOnlyList<Asset> Assets => _assets;

    /// <summary>Position of a symbol.</summary>
    /// <exception cref="KeyNotFoundException">The symbol is not in the universe.</exception>
    public int IndexOf(string symbol) => TryIndexOf(symbol, out int index)
        ? index
        : throw new KeyNotFoundException($"Symbol '{symbol}' is not in the universe of {Count} assets ({Sample()}).");

    /// <summary>Position of a symbol, or false when it is not in the universe.</summary>
    public bool TryIndexOf(string symbol, out int index)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        if (_indexOf.TryGetValue(symbol, out index)) return true;
        index = -1;
        return false;
    }

    /// <summary>Numbers for this universe, in its order.</summary>
    /// <param name="values">One number an asset.</param>
    public AssetValues Values(params ReadOnlySpan<double> values) => new(this, values);

    /// <summary>Numbers for this universe by symbol.</summary>
    /// <param name="values">Symbol to number; an unknown symbol is refused by name.</param>
    /// <param name="missing">Number for assets without an entry; null refuses them by name (default).</param>
    public AssetValues Values(IReadOnlyDictionary<string, double> values, double? missing = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (string symbol in values.Keys)
            if (!_indexOf.ContainsKey(symbol)) throw new ArgumentException($"Symbol '{symbol}' is not in the universe of {Count} assets ({Sample()}).", nameof(values));
        var numbers = new double[Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = values.TryGetValue(_assets[i].Symbol, out double value) ? value
                : missing ?? throw new ArgumentException($"No value for '{_assets[i].Symbol}' (index {i}); give one, or a default for missing assets.", nameof(values));
        return new AssetValues(this, numbers);
    }

    /// <summary>Numbers for this universe computed from each asset's data.</summary>
    public AssetValues Values(Func<Asset, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var numbers = new double[Count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = value(_assets[i]);
        return new AssetValues(this, numbers);
    }

    /// <summary>Groups the assets by a key; assets with an empty key are in no group.</summary>
    /// <param name="name">What the groups are, for reports: "Sector".</param>
    /// <param name="key">The group of an asset, for instance <c>asset => asset.Sector</c>.</param>
    public Grouping GroupBy(string name, Func<Asset, string?> key) => Grouping.Of(name, this, key);

    /// <summary>Whether another universe lists the same symbols in the same order.</summary>
    public bool Matches(Universe other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other)) return true;
        if (other.Count != Count) return false;
        for (int i = 0; i < Count; i++) if (!string.Equals(_assets[i].Symbol, other._assets[i].Symbol, StringComparison.Ordinal)) return false;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Universe of {Count} assets ({Sample()})";

    private string Sample() => Count <= 6 ? string.Join(", ", _assets.Select(a => a.Symbol)) : string.Join(", ", _assets.Take(5).Select(a => a.Symbol)) + ", ...";

    private static void CheckData(Asset asset, int i, string assets)
    {
        if (asset.Price is <= 0m) throw Bad("price", asset.Price, "prices must be > 0; leave it null when unknown");
        if (asset.LotSize <= 0m) throw Bad("lot size", asset.LotSize, "lot sizes are shares and must be > 0");
        if (asset.QuotedSpread is { } spread && !(spread >= 0 && spread < 1)) throw Bad("quoted spread", spread, "quoted spreads are fractions of the price and must be >= 0 and < 1");
        if (asset.DailyVolumeShares is { } volume && !(volume >= 0 && double.IsFinite(volume))) throw Bad("daily volume", volume, "volumes are shares a day and must be finite and >= 0");

        ArgumentException Bad(string what, object? found, string rule) =>
            new(FormattableString.Invariant($"{what} for '{asset.Symbol}' (index {i}) is {found}; {rule}."), assets);
    }
}
