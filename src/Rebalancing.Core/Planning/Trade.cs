namespace Rebalancing;

/// <summary>One order of a plan.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Shares">Quantity, positive; null where no price is known.</param>
/// <param name="Price">Price of one share in base currency; null where unknown.</param>
/// <param name="Money">Value traded in base currency, to the cent, positive, before costs.</param>
/// <param name="Weight">Change of the position as a fraction of account value: positive buys, negative sells.</param>
/// <param name="WeightBefore">Position before, fraction of account value.</param>
/// <param name="WeightAfter">Position after, fraction of the account value before trading.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Trade(string Symbol, TradeSide Side, decimal? Shares, decimal? Price, decimal Money, double Weight, double WeightBefore, double WeightAfter)
{
    /// <inheritdoc/>
    public override string ToString() => Shares is { } shares
        ? FormattableString.Invariant($"{Side} {shares:#,0.######} {Symbol} ({Money:#,0.00}, {10000 * Weight:+0.0;-0.0} bp)")
        : FormattableString.Invariant($"{Side} {Money:#,0.00} of {Symbol} ({10000 * Weight:+0.0;-0.0} bp)");
}
