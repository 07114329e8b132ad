namespace Rebalancing;

/// <summary>
/// Spread and commission, linear in the trade: value = sum buy_i (z_i)_+ + sell_i (-z_i)_+, paid once, from cash. Buying and selling may differ.
/// </summary>
public sealed class TradingCost : Term
{
    private const string Rule = "costs are fractions of traded value and must be >= 0";

    private readonly double[] _zero, _below;

    /// <param name="buy">Cost of buying, fraction of traded value (0.0005 = 5 bp), not negative.</param>
    /// <param name="sell">Cost of selling, fraction of traded value, not negative.</param>
    public TradingCost(AssetValues buy, AssetValues sell)
    {
        Buy = Require.NotNegative(buy, "buying cost", Rule);
        Sell = Require.NotNegative(sell, "selling cost", Rule);
        Require.SameCount(buy, sell, "buying costs", "selling costs");
        _zero = new double[buy.Count];
        _below = new double[sell.Count];
        for (int i = 0; i < _below.Length; i++) _below[i] = -sell[i];
    }

    /// <param name="cost">Cost of buying and of selling, fraction of traded value, not negative.</param>
    public TradingCost(AssetValues cost) : this(cost, cost) { }

    /// <summary>Half of each asset's <see cref="Asset.QuotedSpread"/>, which is what a trade pays, and a commission.</summary>
    /// <param name="universe">Every asset needs a quoted spread.</param>
    /// <param name="commission">Fraction of traded value, not negative; default 0.</param>
    public static TradingCost FromQuotedSpreads(Universe universe, double commission = 0)
    {
        ArgumentNullException.ThrowIfNull(universe);
        Require.NotNegative(commission, "commission", Rule);
        return new TradingCost(universe.Values(asset => commission + (0.5 * (asset.QuotedSpread ?? throw new ArgumentException($"'{asset.Symbol}' has no quoted spread; give one, or pass costs directly", nameof(universe))))));
    }

    /// <summary>Cost of buying.</summary>
    public AssetValues Buy { get; }

    /// <summary>Cost of selling.</summary>
    public AssetValues Sell { get; }

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override bool IsPaidFromCash => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.Trades, new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = Buy.Span });

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        check.Expect("buying costs", Buy);
        check.Expect("selling costs", Sell);
    }
}
