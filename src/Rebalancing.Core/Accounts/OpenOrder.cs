namespace Rebalancing;

/// <summary>An order that is working in the market when the account is read.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Shares">Quantity still to be filled: positive to buy, negative to sell.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record OpenOrder(string Symbol, decimal Shares)
{
    /// <summary>
    /// Quantity filled that is not yet among the account's shares and cash, with the sign of the order. It counts whatever the policy for the rest: it has happened. Default 0.
    /// </summary>
    public decimal FilledShares { get; init; }

    /// <summary>Average price of <see cref="FilledShares"/> in base currency; needed where there are any.</summary>
    public decimal FilledPrice { get; init; }
}
