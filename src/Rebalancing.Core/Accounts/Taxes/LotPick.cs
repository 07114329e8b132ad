namespace Rebalancing;

/// <summary>Shares of a lot that a sale names (specific identification).</summary>
/// <param name="LotId">The lot's identifier.</param>
/// <param name="Shares">Quantity, positive.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public readonly record struct LotPick(string LotId, decimal Shares);
