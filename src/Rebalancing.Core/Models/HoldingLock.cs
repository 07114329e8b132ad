namespace Rebalancing;

/// <summary>One asset that may not be sold, or not be traded at all, before a date.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Until">First day on which it is free again.</param>
/// <param name="BuyingAllowed">Whether it may be bought meanwhile. Default false.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record HoldingLock(string Symbol, DateOnly Until, bool BuyingAllowed = false);
