using Rebalancing.Lowering;

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
        return new Plan(new Lazy<PlanReport>(() => PlanReport.Write(mandate, account, orders.WeightsAfter, (double)(cashAfter / account.Value))))
        {
            Trades = orders.Trades(),
            CashBefore = cashBefore,
            CashAfter = cashAfter,
            CostsPaid = costs,
            PaidCosts = paid,
            AccountValue = account.Value,
            WeightsBefore = account.Weights.ToArray(),
            WeightsAfter = orders.WeightsAfter,
        };
    }

    /// <summary>Each cost that leaves the cash line, evaluated at the orders that are really sent.</summary>
    private static List<PaidCost> PaidCosts(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        List<PaidCost> paid = [];
        if (!script.HasPaidCosts) return paid;
        Account account = orders.Account;
        evaluator.EvaluateSettlement(account.View, orders.WeightsAfter, 0);
        for (int i = 0; i < script.Mandate.Objective.Parts.Count; i++)
            if (script.IsCharged(i)) paid.Add(new PaidCost(script.Mandate.Objective.Parts[i].Term.Name, new CostFigure(evaluator.Owners[i].Value, account.Value).Money));
        foreach (Term term in script.PaidOnlyInLimits)
            paid.Add(new PaidCost(term.Name, new CostFigure(term.ValueAt(account, orders.WeightsAfter), account.Value).Money));
        return paid;
    }
}
