namespace Rebalancing;

/// <summary>What one cost or one limit says about trading a little more of an asset in the direction of its trade.</summary>
/// <param name="Owner">The cost or limit.</param>
/// <param name="IsLimit">Whether it is a limit that speaks through its price, rather than a cost of the objective.</param>
/// <param name="Bps">Change of the objective, in basis points a year for each unit of value traded: negative speaks for the trade, positive against it.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Reason(string Owner, bool IsLimit, double Bps)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Owner} {Bps:+0.0;-0.0;0.0} bp");
}
