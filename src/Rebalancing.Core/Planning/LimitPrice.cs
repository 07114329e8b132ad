namespace Rebalancing;

/// <summary>What one unit of a limit is worth: by how much the objective would fall if the limit gave way by one unit, for a small change.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Where">The asset or the row of the limit that binds; null where the limit is one number.</param>
/// <param name="Price">Objective per year for one unit of the limited quantity; positive. 0.0023 on a turnover limit is 0.23 bp a year for each further percent.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record LimitPrice(string Limit, string? Where, double Price)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Limit}{(Where is null ? "" : $" at {Where}")}: {100 * Price:0.00} bp a year for each percent");
}
