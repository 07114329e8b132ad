namespace Rebalancing;

/// <summary>Assets that are not bought: z_i &lt;= 0.</summary>
public sealed class NoBuy : TradeRestriction
{
    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public NoBuy(params ReadOnlySpan<string> symbols) : base(symbols, double.NegativeInfinity, 0.0) { }
}
