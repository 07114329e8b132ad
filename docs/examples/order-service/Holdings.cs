namespace OrderService;

/// <summary>What the order system posts: quantities by symbol and settled cash.</summary>
public sealed record Holdings(string Id, DateOnly AsOf, Dictionary<string, decimal> Shares, decimal Cash);
