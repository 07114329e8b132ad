using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Two portfolios valued by one mandate.</summary>
internal static class PlanComparison
{
    /// <summary>Costs, risks and limited quantities, and by how much the second is worse by the objective.</summary>
    public static (IReadOnlyList<ValueDifference> Costs, IReadOnlyList<ValueDifference> Risks, double Objective) Of(Mandate mandate, Account account, ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var evaluator = new EvaluatingWriter(new MandateScript(mandate));
        (OwnerValue[] first, double firstObjective) = At(evaluator, account, before);
        (OwnerValue[] second, double secondObjective) = At(evaluator, account, after);
        int parts = mandate.Objective.Parts.Count;
        List<ValueDifference> costs = [], risks = [];
        for (int i = 0; i < parts; i++)
        {
            Term term = mandate.Objective.Parts[i].Term;
            costs.Add(new ValueDifference(term.Name, term.Measure, first[i].Value, second[i].Value));
        }
        if (MandateRisks.Model(mandate) is { } risk) risks.Add(new ValueDifference("Volatility a year", Measure.Fraction, risk.Volatility(before), risk.Volatility(after)));
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            // limits that are one number; lists of bounds have no single value to compare
            if (mandate.Limits[i].LimitedTerms is [var term]) risks.Add(new ValueDifference(term.Name, term.Measure, first[parts + i].Value, second[parts + i].Value));
        }
        return (costs, risks, secondObjective - firstObjective);
    }

    private static (OwnerValue[] Owners, double Objective) At(EvaluatingWriter evaluator, Account account, ReadOnlySpan<double> weights)
    {
        double cash = 1;
        foreach (double weight in weights) cash -= weight;
        evaluator.EvaluateSettlement(account.View, weights, cash);
        evaluator.Evaluate(account.View, weights, cash - evaluator.PaidCosts);
        return (evaluator.Owners.ToArray(), evaluator.Objective);
    }
}
