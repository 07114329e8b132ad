using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Cash after orders in the making, to the cent: cash before, less purchases, sales and each cost that leaves the cash line.</summary>
internal sealed class CashLine(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
{
    private readonly Account _account = orders.Account;

    public decimal Before { get; } = decimal.Round(orders.Account.Cash, 2);

    /// <summary>Evaluates the costs of the orders; the cash band of the evaluator is then that of the account.</summary>
    public decimal After()
    {
        decimal costs = 0m;
        Evaluate((_, money) => costs += money);
        return Before - orders.NetMoney - costs;
    }

    /// <summary>The band in money, as evaluated last; infinite ends are the largest numbers there are.</summary>
    public (decimal Lower, decimal Upper) Band() => (Money(evaluator.CashLower, decimal.MinValue), Money(evaluator.CashUpper, decimal.MaxValue));

    /// <summary>Each cost that leaves the cash line, evaluated at the orders as they are.</summary>
    public List<PaidCost> PaidCosts()
    {
        List<PaidCost> paid = [];
        Evaluate((name, money) => paid.Add(new PaidCost(name, money)));
        return paid;
    }

    private void Evaluate(Action<string, decimal> each)
    {
        evaluator.EvaluateSettlement(_account.View, orders.WeightsAfter, (double)((Before - orders.NetMoney) / _account.Value));
        if (!script.HasPaidCosts) return;
        for (int i = 0; i < script.Mandate.Objective.Parts.Count; i++)
            if (script.IsCharged(i)) each(script.Mandate.Objective.Parts[i].Term.Name, new CostFigure(evaluator.Owners[i].Value, _account.Value).Money);
        foreach (Term term in script.PaidOnlyInLimits) each(term.Name, new CostFigure(term.ValueAt(_account, orders.WeightsAfter), _account.Value).Money);
    }

    private decimal Money(double weight, decimal infinite) => double.IsInfinity(weight) ? infinite : (decimal)weight * _account.Value;
}
