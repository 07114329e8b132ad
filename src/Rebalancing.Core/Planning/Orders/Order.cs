namespace Rebalancing;

/// <summary>One order as an order system takes it.</summary>
/// <param name="OrderId">Run, account and symbol: the same run gives the same identifiers, so an order that was sent already is recognised.</param>
/// <param name="Account">The account's identifier.</param>
/// <param name="Trade">What is traded.</param>
/// <param name="Currency">Currency of price and money: the account's base currency.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Order(string OrderId, string Account, Trade Trade, string Currency);
