using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>
/// Reads the reasons off an answer's multipliers, against the program recorded again from the mandate. Where no multipliers were kept, the account is solved once
/// more: the same numbers give the same answer to the bit, so the explanation is of the plan that was returned.
/// </summary>
internal static class ExplanationWriter
{
    /// <summary>Reasons and prices below this many basis points are rounding.</summary>
    private const double LeastBps = 1e-3;

    /// <summary>
    /// Reasons that leave more basis points than this are read off a second answer, to a hundredth of the tolerance: an interior point leaves a part of a multiplier on coordinates whose
    /// bound or kink is a few basis points away, and with large prices that shows.
    /// </summary>
    private const double WorstUnexplained = 1e-2, Finer = 1e-2;

    public static Explanation Write(Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, CancellationToken cancellation)
    {
        Explanation? explanation = outcome.Kept is { } kept ? Read(mandate, account, settings, kept) : Solve(mandate, account, settings, outcome, cancellation);
        if (explanation is null) throw new InvalidOperationException("there is no plan to explain: the account's answer was not found again");
        if (explanation.LargestUnexplained <= WorstUnexplained) return explanation;
        RebalanceSettings finer = settings with { Solver = settings.Solver with { Tolerance = Finer * settings.Solver.Tolerance } };
        return Solve(mandate, account, finer, outcome, cancellation) is { } second && second.LargestUnexplained < explanation.LargestUnexplained ? second : explanation;
    }

    private static Explanation Read(Mandate mandate, Account account, RebalanceSettings settings, KeptAnswer kept)
    {
        (RecordingWriter recorder, Solution solution) = kept.Restore(mandate, account);
        return Write(mandate, account, settings, recorder.Program, recorder.Holdings, recorder.Trades, solution);
    }

    /// <summary>Null where no answer was found.</summary>
    private static Explanation? Solve(Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, CancellationToken cancellation)
    {
        var worker = new RebalanceWorker(mandate, settings, outcome.Kept?.Widening);
        SolveResult result = worker.Solve(account, cancellation, outcome.Start);
        cancellation.ThrowIfCancellationRequested();
        return result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap ? Write(mandate, account, settings, worker.Program, worker.Holdings, worker.Trades, result.Solution) : null;
    }

    private static Explanation Write(Mandate mandate, Account account, RebalanceSettings settings, StructuredProgram program, Block holdings, Block trades, Solution solution)
    {
        var slopes = new SlopeAttribution(program);
        slopes.Compute(solution);
        var intervals = new RestingIntervals(program, holdings, trades);
        intervals.Compute(solution, slopes);
        List<LimitPrice> prices = Prices(mandate, account, program, holdings, solution, slopes);
        string[] names = [.. Enumerable.Range(0, program.OwnerCount).Select(owner => owner < mandate.Owners ? mandate.Owner(owner).Name : "cash")];
        string? note = OneSidedTurnover(mandate, prices);

        ReadOnlySpan<double> after = solution.Values(program[holdings]);
        List<TradeReasons> traded = [];
        List<NoTradeInterval> noTrade = [];
        for (int i = 0; i < after.Length; i++)
        {
            string symbol = account.Universe[i].Symbol;
            double trade = after[i] - account.Weights[i];
            if (Math.Abs(trade) >= settings.SmallestTrade)
                traded.Add(Reasons(mandate, names, slopes, symbol, trade, i, note));
            else if (!double.IsNaN(intervals.Low[i]))
                noTrade.Add(new NoTradeInterval(symbol, account.Weights[i], intervals.Low[i], intervals.High[i]));
        }

        traded.Sort((a, b) => Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight)) is var order && order != 0 ? order : string.CompareOrdinal(a.Symbol, b.Symbol));
        return new Explanation(traded, noTrade, prices);
    }

    private static TradeReasons Reasons(Mandate mandate, string[] names, SlopeAttribution slopes, string symbol, double trade, int i, string? turnover)
    {
        double direction = 10000 * Math.Sign(trade);
        List<Reason> reasons = [];
        bool paysTurnover = false;
        for (int owner = 0; owner < names.Length; owner++)
        {
            double bps = direction * slopes.Of(owner)[i];
            if (Math.Abs(bps) < LeastBps)
                continue;
            reasons.Add(new Reason(names[owner], owner >= mandate.Objective.Parts.Count, bps));
            paysTurnover |= names[owner] == turnover;
        }

        reasons.Sort(static (a, b) => Math.Abs(b.Bps).CompareTo(Math.Abs(a.Bps)));
        return new TradeReasons(symbol, trade, reasons, direction * slopes.Unexplained[i])
        {
            Note = turnover is null || paysTurnover ? null : $"{turnover} counts the larger of all buys and all sells; {(trade < 0 ? "sells" : "buys")} are the smaller side and do not pay its price",
        };
    }

    /// <summary>The name of a limit on one-way turnover that binds; null when there is none.</summary>
    private static string? OneSidedTurnover(Mandate mandate, List<LimitPrice> prices) =>
        mandate.Limits.Where(limit => limit.LimitedTerms.Any(term => term is Turnover { Kind: TurnoverKind.OneWay }))
            .Select(limit => limit.Name).FirstOrDefault(name => prices.Exists(price => price.Limit == name));

    private static List<LimitPrice> Prices(Mandate mandate, Account account, StructuredProgram program, Block holdings, Solution solution, SlopeAttribution slopes)
    {
        List<LimitPrice> prices = [];
        int costs = mandate.Objective.Parts.Count;
        for (int k = 0; k < program.BudgetCount; k++)
            Add(program.Budgets[k].Owner, null, -1, solution.BudgetPrices[k]);
        for (int k = 0; k < program.NormCount; k++)
            if (program.Norms[k].RadiusBlock is null)
                Add(program.Norms[k].Owner, null, -1, solution.NormPrices[k]);
        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind is not (BlockKind.Variables or BlockKind.Image))
                continue;
            ReadOnlySpan<double> bounds = slopes.OfBounds(block);
            for (int i = 0; i < bounds.Length; i++)
            {
                if (10000 * Math.Abs(bounds[i]) < LeastBps)
                    continue;
                (BoundEntry? lower, BoundEntry? upper) = slopes.Tightest(block, i);
                if ((bounds[i] > 0 ? upper : lower) is { ShapesOnly: false } bound)
                    Add(bound.Owner, block, i, Math.Abs(bounds[i]));
            }
        }

        // a soft limit on single values is a kink: nothing inside, its own price beyond, in between where it holds the value
        foreach (FunctionEntry entry in program.Functions)
            if (entry.IsPricedViolation(costs))
                for (int i = 0; i < entry.On.Length; i++)
                    Add(entry.Owner, program.Base(entry.On), i, Math.Abs(slopes.OfEntry(entry, i)));

        prices.Sort((a, b) => b.Price.CompareTo(a.Price) is var order && order != 0 ? order : string.CompareOrdinal(a.Limit + a.Where, b.Limit + b.Where));
        return prices;

        void Add(int owner, ProgramBlock? block, int i, double price)
        {
            if (owner < costs || 10000 * price < LeastBps)
                return;
            string? where = block is null || owner >= mandate.Owners || block.Length == 1 ? null
                : block.Id == holdings.Id ? account.Universe[i].Symbol
                : ((Limit)mandate.Owner(owner)).NameOfRow(i) ?? FormattableString.Invariant($"row {i}");
            prices.Add(new LimitPrice(owner < mandate.Owners ? mandate.Owner(owner).Name : "cash", where, price));
        }
    }
}
