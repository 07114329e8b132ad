using Rebalancing.Accounts;

namespace Rebalancing.Lowering;

/// <content>Tax lots: where it is known which are sold, their flows are numbers; otherwise a small solve finds the best.</content>
internal sealed partial class EvaluatingWriter
{
    /// <summary>Value sold from each lot, fraction of account value, in the order of the account's lot table; null where it is not known.</summary>
    public double[]? LotSales { get; set; }

    private protected override Block NewLotFlows(in AccountView account)
    {
        if (LotSales is not { } sold) return base.NewLotFlows(account);
        LotTable lots = account.LotTable;
        Block flows = _memory.Add(lots.Coordinate.Length);
        ReadOnlySpan<double> trades = _memory[_trades];
        Span<double> values = _memory[flows];
        for (int f = 0; f < values.Length; f++) if (lots.Sign[f] > 0) values[f] = trades[lots.Coordinate[f]];
        for (int l = 0, purchase = 0; l < lots.Count; l++)
        {
            int flow = lots.FlowOfLot[l];
            if (lots.Sign[flow - 1] > 0) purchase = flow - 1;
            values[flow] = sold[l];
            values[purchase] += sold[l];
        }
        return flows;
    }

    internal override int PieceOf(TaxRules rules, Block flows, in AccountView account, ReadOnlySpan<double> shortGain, ReadOnlySpan<double> longGain)
    {
        if (LotSales is null) return TaxChoice.Piece;
        (double s, double l) = TaxWords.Before(rules, account);
        ReadOnlySpan<double> sold = _memory[flows];
        s += Dot(shortGain, sold);
        l += Dot(longGain, sold);
        return TaxWords.LeastPiece(rules, account, s, l);
    }
}
