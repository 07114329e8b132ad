namespace Rebalancing;

/// <summary>Shares of one asset bought together.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Shares">Quantity, positive.</param>
/// <param name="CostPerShare">Cost basis of one share in the account's base currency, not negative.</param>
/// <param name="Acquired">Purchase date, not after the account's date.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxLot(string Symbol, decimal Shares, decimal CostPerShare, DateOnly Acquired)
{
    /// <summary>The custodian's identifier of the lot. Default: empty.</summary>
    public string Id { get; init; } = "";
}
