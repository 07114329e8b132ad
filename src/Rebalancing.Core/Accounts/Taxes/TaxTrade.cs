namespace Rebalancing;

/// <summary>A purchase or sale as the tax ledger records it.</summary>
/// <param name="Symbol">Security.</param>
/// <param name="Date">Trade date.</param>
/// <param name="Shares">Quantity: positive to buy, negative to sell, not zero.</param>
/// <param name="Price">Price of one share in base currency, not negative.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxTrade(string Symbol, DateOnly Date, decimal Shares, decimal Price)
{
    /// <summary>The account that trades. Default: empty.</summary>
    public string Account { get; init; } = "";

    /// <summary>Identifier of the lot that a purchase makes. Default: given by the ledger.</summary>
    public string LotId { get; init; } = "";

    /// <summary>Commissions and fees, base currency, not negative: added to the cost of a purchase, taken from the proceeds of a sale. Default 0.</summary>
    public decimal Costs { get; init; }

    /// <summary>Lots that a sale names. Default: none, the ledger's selection decides.</summary>
    public IReadOnlyList<LotPick> Lots { get; init; } = [];

    /// <summary>Cost of a purchase or proceeds of a sale, to the cent, positive.</summary>
    public decimal Money => Shares > 0m ? decimal.Round(Shares * Price, 2) + Costs : decimal.Round(-Shares * Price, 2) - Costs;
}
