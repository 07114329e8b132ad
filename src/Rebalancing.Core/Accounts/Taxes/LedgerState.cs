namespace Rebalancing.Accounts;

/// <summary>What a ledger holds after some trades.</summary>
internal sealed record LedgerState(IReadOnlyList<OpenLot> Lots, IReadOnlyList<LotSale> Sales, IReadOnlyList<PendingLoss> Pending, int NextKey)
{
    /// <summary>Opening lots; costs are rounded to the cent.</summary>
    public static LedgerState Open(IReadOnlyList<TaxLot> lots)
    {
        var open = new OpenLot[lots.Count];
        for (int l = 0; l < open.Length; l++)
        {
            TaxLot lot = lots[l];
            open[l] = new OpenLot(l, l, lot.Account, lot.Symbol, lot.Id.Length > 0 ? lot.Id : FormattableString.Invariant($"{lot.Symbol}-{l + 1}"), lot.Shares, decimal.Round(lot.Shares * lot.CostPerShare, 2), lot.Acquired, lot.HeldFrom, IsReplacement: false);
        }
        return new LedgerState(open, [], [], open.Length);
    }
}
