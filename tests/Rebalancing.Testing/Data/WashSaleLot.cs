namespace Rebalancing.Testing;

/// <summary>One line of a wash-sale example: a lot that was bought and, perhaps, sold.</summary>
/// <param name="Count">Shares.</param>
/// <param name="Symbol">Security.</param>
/// <param name="Bought">Day of purchase. In outputs it is the day from which the holding period counts.</param>
/// <param name="Basis">Cost basis in dollars, after adjustment in outputs.</param>
/// <param name="Sold">Day of sale, or null while the lot is held.</param>
/// <param name="Proceeds">Proceeds in dollars, or null while the lot is held.</param>
/// <param name="IsWashSale">Whether the line carries the adjustment code W.</param>
/// <param name="Disallowed">Loss in dollars that may not be deducted.</param>
/// <param name="IsReplacement">Whether this lot took over the loss of another.</param>
public sealed record WashSaleLot(
    decimal Count, string Symbol, DateOnly Bought, decimal Basis, DateOnly? Sold, decimal? Proceeds, bool IsWashSale, decimal Disallowed, bool IsReplacement);
