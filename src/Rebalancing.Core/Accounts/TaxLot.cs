namespace Rebalancing;

/// <summary>Shares of one asset bought together.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Shares">Quantity, positive.</param>
/// <param name="CostPerShare">Cost basis of one share in the account's base currency, not negative; adjusted for disallowed losses.</param>
/// <param name="Acquired">Purchase date, not after the account's date.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxLot(string Symbol, decimal Shares, decimal CostPerShare, DateOnly Acquired)
{
    /// <summary>The custodian's identifier of the lot, unique where it is given. Default: empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>The account that holds the lot, where a household has several. Default: empty.</summary>
    public string Account { get; init; } = "";

    /// <summary>The day from which the holding period counts: earlier than <see cref="Acquired"/> where the lot replaced shares sold at a disallowed loss. Default: <see cref="Acquired"/>.</summary>
    public DateOnly HeldFrom { get => field == default ? Acquired : field; init => field = value == Acquired ? default : value; }
}
