using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>From optimal weights to orders, cash and costs that add up to the cent.</summary>
internal static class PlanWriter
{
    public static Plan Write(Mandate mandate, Account account, RebalanceSettings settings, double[] weights)
    {
        var script = new MandateScript(mandate);
        var evaluator = new EvaluatingWriter(script);
        OrderQuantities orders = OrderQuantities.From(mandate, account, weights, settings.SmallestTrade);
        new CashFitting(orders, script, evaluator).Run();

        List<PaidCost> paid = PaidCosts(orders, script, evaluator);
        decimal costs = paid.Sum(cost => cost.Money);
        decimal cashBefore = decimal.Round(account.Cash, 2);
        decimal cashAfter = cashBefore - orders.NetMoney - costs;
        return new Plan(new Lazy<PlanReport>(() => PlanReport.Write(mandate, account, orders.WeightArray, (double)(cashAfter / account.Value))))
        {
            Trades = Array.AsReadOnly(orders.Trades()),
            CashBefore = cashBefore,
            CashAfter = cashAfter,
            CostsPaid = costs,
            PaidCosts = paid,
            AccountValue = account.Value,
            WeightsBefore = account.WeightList,
            WeightsAfter = Array.AsReadOnly(orders.WeightArray),
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
