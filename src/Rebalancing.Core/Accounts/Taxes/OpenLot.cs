namespace Rebalancing.Accounts;

// Key: number in the ledger; a part that is split off gets a new one. Purchase: number of the purchase, shared by the parts of a lot. Cost: of all its shares, adjusted.
// IsReplacement: the shares have disallowed a loss already; each can do so once.

/// <summary>A lot in a ledger. The cost is kept in total, so that splitting it loses nothing.</summary>
internal sealed record OpenLot(int Key, int Purchase, string Account, string Symbol, string Id, decimal Shares, decimal Cost, DateOnly Acquired, DateOnly HeldFrom, bool IsReplacement)
{
    public decimal CostPerShare => Cost / Shares;

    /// <summary>Cost of a part of the shares, to the cent unless it is all of them.</summary>
    public decimal CostOf(decimal shares) => shares == Shares ? Cost : decimal.Round(Cost * shares / Shares, 2);

    public TaxLot Export() => new(Symbol, Shares, CostPerShare, Acquired) { Id = Id, Account = Account, HeldFrom = HeldFrom };
}
