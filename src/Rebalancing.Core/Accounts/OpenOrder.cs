namespace Rebalancing;

/// <summary>An order that is working in the market when the account is read.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Shares">Quantity still to be filled: positive to buy, negative to sell.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record OpenOrder(string Symbol, decimal Shares);
