using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>
/// Solves an account once more, in memory of its own, and reads the reasons off the multipliers. The same numbers give the same answer to the bit, so the
/// explanation is of the plan that was returned.
/// </summary>
internal static class ExplanationWriter
{
    /// <summary>Reasons and prices below this many basis points are rounding.</summary>
    private const double LeastBps = 1e-3;

    public static Explanation Write(Mandate mandate, Account account, RebalanceSettings settings, CancellationToken cancellation)
    {
        var worker = new RebalanceWorker(mandate, settings);
        SolveResult result = worker.Solve(account, cancellation);
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.OptimalWithinGap))
            throw new InvalidOperationException($"there is no plan to explain: {result.Status}");
        StructuredProgram program = worker.Program;
        var slopes = new SlopeAttribution(program);
        slopes.Compute(result.Solution);
        var intervals = new RestingIntervals(program, worker.Holdings, worker.Trades);
        intervals.Compute(result.Solution, slopes);

        ReadOnlySpan<double> after = result.Values(worker.Holdings);
        List<TradeReasons> trades = [];
        List<NoTradeInterval> noTrade = [];
        for (int i = 0; i < after.Length; i++)
        {
            string symbol = account.Universe[i].Symbol;
            double trade = after[i] - account.Weights[i];
            if (Math.Abs(trade) >= settings.SmallestTrade)
                trades.Add(Reasons(mandate, program, slopes, symbol, trade, i));
            else if (!double.IsNaN(intervals.Low[i]))
                noTrade.Add(new NoTradeInterval(symbol, account.Weights[i], intervals.Low[i], intervals.High[i]));
        }

        trades.Sort((a, b) => Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight)) is var order && order != 0 ? order : string.CompareOrdinal(a.Symbol, b.Symbol));
        return new Explanation(trades, noTrade, Prices(mandate, account, program, worker.Holdings, result));
    }

    private static TradeReasons Reasons(Mandate mandate, StructuredProgram program, SlopeAttribution slopes, string symbol, double trade, int i)
    {
        double direction = 10000 * Math.Sign(trade);
        List<Reason> reasons = [];
        for (int owner = 0; owner < program.OwnerCount; owner++)
        {
            double bps = direction * slopes.Of(owner)[i];
            if (Math.Abs(bps) >= LeastBps)
                reasons.Add(new Reason(OwnerName(mandate, owner), owner >= mandate.Objective.Parts.Count, bps));
        }

        reasons.Sort((a, b) => Math.Abs(b.Bps).CompareTo(Math.Abs(a.Bps)));
        return new TradeReasons(symbol, trade, reasons, direction * slopes.Unexplained[i]);
    }

    private static string OwnerName(Mandate mandate, int owner) => owner < mandate.Owners ? mandate.Owner(owner).Name : "cash";

    private static List<LimitPrice> Prices(Mandate mandate, Account account, StructuredProgram program, Block holdings, SolveResult result)
    {
        List<LimitPrice> prices = [];
        void Add(int owner, string? where, double price)
        {
            if (owner >= mandate.Objective.Parts.Count && 10000 * price >= LeastBps)
                prices.Add(new LimitPrice(OwnerName(mandate, owner), where, price));
        }

        for (int k = 0; k < program.BudgetCount; k++)
            Add(program.Budgets[k].Owner, null, result.BudgetPrice(k));
        for (int k = 0; k < program.NormCount; k++)
            Add(program.Norms[k].Owner, null, result.NormPrice(k));
        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind is not (BlockKind.Variables or BlockKind.Image))
                continue;
            ReadOnlySpan<double> lower = result.LowerDuals(block.Handle), upper = result.UpperDuals(block.Handle);
            for (int i = 0; i < block.Length; i++)
            {
                if (lower[i] == 0 && upper[i] == 0)
                    continue;
                string? where = block.Id == holdings.Id ? account.Universe[i].Symbol : block.Length == 1 ? null : FormattableString.Invariant($"row {i}");
                (int lowerOwner, int upperOwner) = EntrySlopes.BoundOwners(program, block, i);
                Add(lowerOwner, where, lower[i]);
                Add(upperOwner, where, upper[i]);
            }
        }

        prices.Sort((a, b) => b.Price.CompareTo(a.Price) is var order && order != 0 ? order : string.CompareOrdinal(a.Limit + a.Where, b.Limit + b.Where));
        return prices;
    }
}
