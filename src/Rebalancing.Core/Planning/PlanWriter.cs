using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>From optimal weights to orders, cash and costs that add up to the cent.</summary>
internal static class PlanWriter
{
    public static Plan Write(Mandate mandate, Account account, RebalanceSettings settings, ReadOnlySpan<double> weights)
    {
        var script = new MandateScript(mandate);
        var evaluator = new EvaluatingWriter(script);
        OrderQuantities orders = OrderQuantities.From(account, weights, settings);
        if (settings.Rounding == ShareRounding.Lots) CashFitting.ByLots(orders, script, evaluator);
        else CashFitting.ByLargestOrder(orders, script, evaluator, settings.ShareDecimals);

        List<PaidCost> paid = PaidCosts(orders, script, evaluator);
        decimal costs = paid.Sum(cost => cost.Money);
        decimal cashBefore = decimal.Round(account.Cash, 2);
        decimal cashAfter = cashBefore - orders.NetMoney - costs;
        (List<CostLine> lines, CostLine total, List<LimitLine> limits) = Lines(mandate, account, script, evaluator, orders.WeightsAfter, (double)(cashAfter / account.Value));
        return new Plan
        {
            Trades = orders.Trades(),
            CashBefore = cashBefore,
            CashAfter = cashAfter,
            CostsPaid = costs,
            PaidCosts = paid,
            AccountValue = account.Value,
            WeightsBefore = account.Weights.ToArray(),
            WeightsAfter = orders.WeightsAfter,
            Costs = lines,
            Total = total,
            Limits = limits,
        };
    }

    /// <summary>Each cost that leaves the cash line, evaluated at the orders that are really sent.</summary>
    private static List<PaidCost> PaidCosts(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        List<PaidCost> paid = [];
        if (!script.HasPaidCosts) return paid;
        Account account = orders.Account;
        evaluator.Evaluate(account.View, orders.WeightsAfter, 0);
        for (int i = 0; i < script.Mandate.Objective.Parts.Count; i++)
            if (script.IsCharged(i)) paid.Add(new PaidCost(script.Mandate.Objective.Parts[i].Term.Name, new CostFigure(evaluator.Owners[i].Value, account.Value).Money));
        foreach (Term term in script.PaidOnlyInLimits)
            paid.Add(new PaidCost(term.Name, new CostFigure(term.ValueAt(account, orders.WeightsAfter), account.Value).Money));
        return paid;
    }

    private static (List<CostLine> Lines, CostLine Total, List<LimitLine> Limits) Lines(
        Mandate mandate, Account account, MandateScript script, EvaluatingWriter evaluator, double[] after, double cashAfter)
    {
        int costs = mandate.Objective.Parts.Count;
        evaluator.Evaluate(account.View, account.Weights, account.CashWeight);
        OwnerValue[] nothing = evaluator.Owners.ToArray();
        double nothingTotal = evaluator.Objective;

        OwnerValue[]? straight = null;
        double straightTotal = 0;
        if (TargetOf(mandate) is { } target)
        {
            double left = 1;
            foreach (double weight in target) left -= weight;
            evaluator.Evaluate(account.View, target.Span, left);
            evaluator.Evaluate(account.View, target.Span, left - evaluator.PaidCosts);
            straight = evaluator.Owners.ToArray();
            straightTotal = evaluator.Objective;
        }

        evaluator.Evaluate(account.View, after, cashAfter);
        ReadOnlySpan<OwnerValue> plan = evaluator.Owners;
        List<CostLine> lines = [];
        for (int i = 0; i < costs; i++)
        {
            Term term = mandate.Objective.Parts[i].Term;
            lines.Add(new CostLine(term.Name, script.WeightOf(i), term.IsOneOff, Figure(nothing[i].Value), straight is null ? null : Figure(straight[i].Value), Figure(plan[i].Value)));
        }
        List<LimitLine> limits = [];
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            OwnerValue limit = plan[costs + i];
            limits.Add(new LimitLine(mandate.Limits[i].Name, nothing[costs + i].Excess, limit.Excess, LimitPlace.Of(mandate.Limits[i], limit, account.Universe)));
        }
        var total = new CostLine("Objective", 1, false, Figure(nothingTotal), straight is null ? null : Figure(straightTotal), Figure(evaluator.Objective));
        return (lines, total, limits);

        CostFigure Figure(double value) => new(value, account.Value);
    }

    private static AssetValues? TargetOf(Mandate mandate) =>
        mandate.Target ?? mandate.Objective.Parts.Select(part => part.Term).OfType<ITargeted>().FirstOrDefault()?.Target
        ?? mandate.Limits.SelectMany(limit => limit.LimitedTerms).OfType<ITargeted>().FirstOrDefault()?.Target;
}
