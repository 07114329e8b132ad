namespace Rebalancing;

/// <summary>
/// The range of holdings within which an asset would not be traded, with the prices of everything else held where the plan left them. An order system can
/// watch it without the optimiser. Other holdings free to react would widen it a little.
/// </summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Weight">What is held now, fraction of account value.</param>
/// <param name="Low">Below this weight it would be bought.</param>
/// <param name="High">Above this weight it would be sold.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record NoTradeInterval(string Symbol, double Weight, double Low, double High)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Symbol}: no trade between {100 * Low:0.000} % and {100 * High:0.000} % (holds {100 * Weight:0.000} %)");
}
