namespace Rebalancing;

/// <summary>Assets that are neither bought nor sold: z_i = 0.</summary>
public sealed class NoTrade : TradeRestriction
{
    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public NoTrade(params ReadOnlySpan<string> symbols) : base(symbols, 0.0, 0.0) { }
}
