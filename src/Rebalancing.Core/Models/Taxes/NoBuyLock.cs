namespace Rebalancing;

/// <summary>A security that must not be bought before a day, because a loss on it would then be disallowed.</summary>
/// <param name="Symbol">Security.</param>
/// <param name="Until">First day on which it may be bought again.</param>
/// <param name="Loss">Loss that a purchase would disallow, base currency, positive.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record NoBuyLock(string Symbol, DateOnly Until, decimal Loss = 0m)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"do not buy {Symbol} before {Until:yyyy-MM-dd} (a loss of {Loss:#,0.00} would be disallowed)");
}
