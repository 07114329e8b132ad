using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>From optimal weights to orders, cash and costs that add up to the cent. One mandate, any number of accounts one after the other; its memory is reused.</summary>
internal sealed class PlanWriter
{
    private readonly MandateScript _script;
    private readonly EvaluatingWriter _evaluator;
    private readonly OrderQuantities _orders;
    private readonly double _smallestTrade;

    public PlanWriter(Mandate mandate, RebalanceSettings settings)
    {
        _script = new MandateScript(mandate);
        _evaluator = new EvaluatingWriter(_script);
        _orders = new OrderQuantities(mandate);
        // under a rule of whole lots every lot of the answer is meant
        _smallestTrade = mandate.Limits.Any(limit => limit is RoundLots) ? 0 : settings.SmallestTrade;
    }

    public Plan Write(Account account, double[] weights, double[] lotSales)
    {
        _orders.Read(account, weights, _smallestTrade);
        new CashFitting(_orders, _script, _evaluator).Run();
        Mandate mandate = _script.Mandate;
        double[] after = _orders.WeightArray;

        List<PaidCost> paid = PaidCosts();
        decimal costs = paid.Sum(cost => cost.Money);
        decimal cashBefore = decimal.Round(account.Cash, 2);
        decimal cashAfter = cashBefore - _orders.NetMoney - costs;
        TaxOrders? taxes = TaxedParts.Of(mandate).Any() ? TaxOrders.Of(_orders, lotSales, TaxReportWriter.SelectionOf(mandate)) : null;
        return new Plan(
            new Lazy<PlanReport>(() => PlanReport.Write(mandate, account, after, (double)(cashAfter / account.Value), taxes?.Weights)),
            new Lazy<PlanTaxes?>(() => taxes is null ? null : TaxReportWriter.Write(mandate, taxes)))
        {
            Trades = Array.AsReadOnly(_orders.Trades()),
            CashBefore = cashBefore,
            CashAfter = cashAfter,
            CostsPaid = costs,
            PaidCosts = paid,
            AccountValue = account.Value,
            WeightsBefore = account.WeightList,
            WeightsAfter = Array.AsReadOnly(after),
        };
    }

    /// <summary>Each cost that leaves the cash line, evaluated at the orders that are really sent.</summary>
    private List<PaidCost> PaidCosts()
    {
        List<PaidCost> paid = [];
        if (!_script.HasPaidCosts) return paid;
        Account account = _orders.Account;
        _evaluator.EvaluateSettlement(account.View, _orders.WeightsAfter, 0);
        for (int i = 0; i < _script.Mandate.Objective.Parts.Count; i++)
            if (_script.IsCharged(i)) paid.Add(new PaidCost(_script.Mandate.Objective.Parts[i].Term.Name, new CostFigure(_evaluator.Owners[i].Value, account.Value).Money));
        foreach (Term term in _script.PaidOnlyInLimits)
            paid.Add(new PaidCost(term.Name, new CostFigure(term.ValueAt(account, _orders.WeightsAfter), account.Value).Money));
        return paid;
    }
}
