using Rebalancing.Accounts;
using Rebalancing.Lowering;

namespace Rebalancing;

/// <content>Tax lots: flows that every cost and limit on lots shares.</content>
public abstract partial class ProgramWriter
{
    private const string LotLabel = "purchases and sales by lot";

    private Block? _lotFlows;

    /// <summary>
    /// The account's tax lots as flows of the trades, the same block whoever asks: for each asset with lots one purchase without limit, then one sale a lot of at most its value
    /// (<see cref="AccountView.TaxLotFlowIndices"/>). Assets with lots cannot be sold short; assets without lots have no flows.
    /// </summary>
    /// <param name="account">The account that is being read.</param>
    public Block TaxLotFlows(in AccountView account) => _lotFlows ??= NewLotFlows(account);

    /// <summary>What a search over taxes has chosen; the first piece and no sides where there is no search.</summary>
    internal TaxChoice TaxChoice { get; set; } = new();

    /// <summary>The flows said for this account; null if nobody asked.</summary>
    internal Block? SaidLotFlows => _lotFlows;

    /// <summary>Forgets the flows of the account before.</summary>
    private protected void ForgetLotFlows() => _lotFlows = null;

    private protected virtual Block NewLotFlows(in AccountView account)
    {
        LotTable lots = account.LotTable;
        if (TaxChoice.Sides.Length == 0) return Flows(Trades, lots.Coordinate, lots.Sign, lots.Upper, LotLabel);
        Span<double> upper = Scratch(lots.Upper.Length);
        lots.Upper.CopyTo(upper);
        ReadOnlySpan<double> gain = TaxChoice.AverageCost ? lots.AverageGainRate : lots.GainRate;
        for (int f = 0; f < upper.Length; f++)
            if (lots.Sign[f] > 0 && !TaxChoice.MayBuy(lots.Coordinate[f])) upper[f] = 0;
        for (int l = 0; l < lots.Count; l++)
            if (gain[l] < 0 && (!TaxChoice.MayLose(lots.Asset[l]) || (TaxChoice.KeptLots.Length > 0 && TaxChoice.KeptLots[l]))) upper[lots.FlowOfLot[l]] = 0;
        return Flows(Trades, lots.Coordinate, lots.Sign, upper, LotLabel);
    }

    /// <summary>Which piece of the tax is written now. Evaluation, which knows the totals, takes the least; otherwise the search says.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="flows">The lots' flows.</param>
    /// <param name="account">The account that is being read.</param>
    /// <param name="shortGain">Short-term gain for a unit of each flow.</param>
    /// <param name="longGain">Long-term gain for a unit of each flow.</param>
    internal virtual int PieceOf(TaxRules rules, Block flows, in AccountView account, ReadOnlySpan<double> shortGain, ReadOnlySpan<double> longGain) => TaxChoice.Piece;
}
