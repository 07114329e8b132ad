namespace Rebalancing;

/// <summary>Assets that are not sold: z_i >= 0.</summary>
public sealed class NoSell : TradeRestriction
{
    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public NoSell(params ReadOnlySpan<string> symbols) : base(symbols, 0.0, double.PositiveInfinity) { }
}
