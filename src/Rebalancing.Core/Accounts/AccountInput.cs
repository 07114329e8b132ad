namespace Rebalancing.Accounts;

/// <summary>Holdings as they were given: quantities with settled cash, or weights with a value. Documents write them so, because what follows from them is not the same to the bit.</summary>
internal sealed record AccountInput(IReadOnlyDictionary<string, decimal>? Shares, decimal? Cash, AssetValues? Weights, decimal? Value);
