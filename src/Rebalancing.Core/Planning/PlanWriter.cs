using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>
/// From optimal weights to orders, cash and costs that add up to the cent. Where whole lots of the optimum overstep a limit, single lots are moved; where that does
/// not help, the limit is narrowed by what it lacks and the account is solved again. One mandate, any number of accounts one after the other; its memory is reused.
/// </summary>
internal sealed class PlanWriter
{
    private readonly RebalanceSettings _settings;
    private readonly MandateScript _script;
    private readonly EvaluatingWriter _evaluator;
    private readonly OrderQuantities _orders;
    private readonly CheckingWriter _check;
    private readonly LotRepair _repair;
    private readonly double _smallestTrade;
    private readonly bool _isTaxed;
    private NarrowedMandate? _narrowed;

    public PlanWriter(Mandate mandate, RebalanceSettings settings)
    {
        _settings = settings;
        _script = new MandateScript(mandate);
        _evaluator = new EvaluatingWriter(_script);
        _orders = new OrderQuantities(mandate);
        _check = new CheckingWriter(_script);
        _repair = new LotRepair(_orders);
        _isTaxed = TaxedParts.Of(mandate).Any();
        // under a rule of whole lots every lot of the answer is meant
        _smallestTrade = HasWholeLots ? 0 : settings.SmallestTrade;
    }

    private bool HasWholeLots => _script.Mandate.Limits.Any(limit => limit is RoundLots);

    public Plan Write(Account account, RebalanceOutcome outcome)
    {
        PlanDraft best = Draft(account, outcome, outcome);
        if (best.IsOverstepped) best = Repaired(account, outcome, best);
        return Finish(account, outcome, best);
    }

    /// <summary>Narrower limits until the orders keep the mandate's own, or until nothing is left between them; then the orders that lack least.</summary>
    private PlanDraft Repaired(Account account, RebalanceOutcome outcome, PlanDraft first)
    {
        (PlanDraft best, PlanDraft last, RebalanceOutcome bestAnswer) = (first, first, outcome);
        _narrowed ??= new NarrowedMandate(_script.Mandate, _settings);
        _narrowed.Begin(outcome.Given);
        for (int round = 1; round <= NarrowedMandate.MostRounds && last.IsOverstepped; round++)
        {
            if (_narrowed.Solve(account, last.Exceeded) is not { } answer) break;
            last = Draft(account, answer, outcome) with { Rounds = round };
            if (last.WorstExcess < best.WorstExcess) (best, bestAnswer) = (last, answer);
        }
        // the orders are those of the last draft: write the best ones again
        return ReferenceEquals(best, last) ? best : Draft(account, bestAnswer, outcome) with { Rounds = best.Rounds };
    }

    /// <summary>Orders for the weights of an answer, checked against the limits as the account's own answer keeps them.</summary>
    private PlanDraft Draft(Account account, RebalanceOutcome answer, RebalanceOutcome outcome)
    {
        _orders.Read(account, answer.Weights, _smallestTrade);
        var line = new CashLine(_orders, _script, _evaluator);
        new CashFitting(_orders, _script, _evaluator, line).Run();
        PlanDraft draft = Checked(answer.LotSales, line, outcome.Given);
        if (!LotRepair.Helps(draft.Exceeded)) return draft;
        CheckedLimit[] overstepped = draft.Exceeded;
        for (int pass = 0; pass < LotRepair.MostPasses && LotRepair.Helps(draft.Exceeded) && _repair.Move(_check); pass++) draft = Checked(answer.LotSales, line, outcome.Given);
        if (draft.Exceeded.Length == 0) return draft;
        // lots did not help: start from the optimum again, and narrow by what it oversteps
        _orders.Read(account, answer.Weights, _smallestTrade);
        new CashFitting(_orders, _script, _evaluator, line).Run();
        return Checked(answer.LotSales, line, outcome.Given) with { Exceeded = overstepped };
    }

    private PlanDraft Checked(double[] lotSales, CashLine line, Widening? given)
    {
        TaxOrders? taxes = _isTaxed ? TaxOrders.Of(_orders, lotSales, TaxReportWriter.SelectionOf(_script.Mandate)) : null;
        List<PaidCost> paid = line.PaidCosts();
        decimal cash = line.Before - _orders.NetMoney - paid.Sum(cost => cost.Money);
        LimitCheck[] limits = _check.Check(_orders, cash, taxes, given);
        return new PlanDraft(paid, cash, taxes, limits, [.. _check.Exceeded], Rounds: 0);
    }

    private Plan Finish(Account account, RebalanceOutcome outcome, PlanDraft draft)
    {
        Mandate mandate = _script.Mandate;
        double[] after = _orders.WeightArray;
        TaxOrders? taxes = draft.Taxes;
        double cashAfter = (double)(draft.Cash / account.Value);
        var report = new Lazy<PlanReport>(() => PlanReport.Write(mandate, account, after, cashAfter, taxes?.Weights));
        bool wholeLots = HasWholeLots;
        RebalanceSettings settings = _settings;
        return new Plan(report, new Lazy<PlanTaxes?>(() => taxes is null ? null : TaxReportWriter.Write(mandate, taxes)))
        {
            Trades = Array.AsReadOnly(_orders.Trades()),
            CashBefore = decimal.Round(account.Cash, 2),
            CashAfter = draft.Cash,
            CostsPaid = draft.Paid.Sum(cost => cost.Money),
            PaidCosts = draft.Paid,
            AccountValue = account.Value,
            WeightsBefore = account.WeightList,
            WeightsAfter = Array.AsReadOnly(after),
            Rounding = new RoundingReport(draft.Limits, draft.Rounds, new Lazy<double>(() => 10000 * (report.Value.Total.Plan.Value - RoundingCost.Optimum(mandate, account, settings, outcome, wholeLots)))),
        };
    }
}
