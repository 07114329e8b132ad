using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>What a plan costs next to its alternatives, and how the limits fare: evaluations of the mandate at three portfolios.</summary>
internal sealed record PlanReport(IReadOnlyList<CostLine> Costs, CostLine Total, IReadOnlyList<LimitLine> Limits)
{
    public static PlanReport Write(Mandate mandate, Account account, double[] after, double cashAfter, double[]? lotSales)
    {
        var script = new MandateScript(mandate);
        var evaluator = new EvaluatingWriter(script);
        int costs = mandate.Objective.Parts.Count;
        if (lotSales is not null) evaluator.LotSales = new double[lotSales.Length];
        evaluator.Evaluate(account.View, account.Weights, account.CashWeight);
        OwnerValue[] nothing = evaluator.Owners.ToArray();
        double nothingTotal = evaluator.Objective;

        OwnerValue[]? straight = null;
        double straightTotal = 0;
        evaluator.LotSales = null;
        if (TargetOf(mandate) is { } target)
        {
            double left = 1;
            foreach (double weight in target) left -= weight;
            evaluator.Evaluate(account.View, target.Span, left);
            evaluator.Evaluate(account.View, target.Span, left - evaluator.PaidCosts);
            straight = evaluator.Owners.ToArray();
            straightTotal = evaluator.Objective;
        }

        evaluator.LotSales = lotSales;
        evaluator.Evaluate(account.View, after, cashAfter);
        ReadOnlySpan<OwnerValue> plan = evaluator.Owners;
        List<CostLine> lines = [];
        for (int i = 0; i < costs; i++)
        {
            Term term = mandate.Objective.Parts[i].Term;
            lines.Add(new CostLine(term.Name, script.WeightOf(i), term.IsOneOff, Figure(nothing[i].Value), straight is null ? null : Figure(straight[i].Value), Figure(plan[i].Value)) { Measure = term.Measure });
        }
        List<LimitLine> limits = [];
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            OwnerValue limit = plan[costs + i];
            limits.Add(new LimitLine(mandate.Limits[i].Name, nothing[costs + i].Excess, limit.Excess, LimitPlace.Of(mandate.Limits[i], limit, account.Universe)) { Measure = mandate.Limits[i].Measure });
        }
        var total = new CostLine("Objective", 1, false, Figure(nothingTotal), straight is null ? null : Figure(straightTotal), Figure(evaluator.Objective));
        return new PlanReport(lines, total, limits);

        CostFigure Figure(double value) => new(value, account.Value);
    }

    private static AssetValues? TargetOf(Mandate mandate) =>
        mandate.Target ?? mandate.Objective.Parts.Select(part => part.Term).OfType<ITargeted>().FirstOrDefault()?.Target
        ?? mandate.Limits.SelectMany(limit => limit.LimitedTerms).OfType<ITargeted>().FirstOrDefault()?.Target;
}
