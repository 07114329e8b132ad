namespace Rebalancing;

/// <summary>A limit that must give way for a plan to exist, in the cheapest way to make room.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Excess">By how much it would have to give, in its own unit.</param>
/// <param name="Where">The asset where it must give most, where the limit speaks of assets one by one; otherwise null.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Conflict(string Limit, double Excess, string? Where)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Limit} would have to give by {Excess:G4}{(Where is null ? "" : " at " + Where)}");
}
