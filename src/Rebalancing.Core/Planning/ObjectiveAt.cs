using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>What an objective is worth at given holdings, with the cash that they and their costs leave.</summary>
internal static class ObjectiveAt
{
    public static double Weights(Mandate mandate, Account account, ReadOnlySpan<double> weights, double[] lotSales)
    {
        var evaluator = new EvaluatingWriter(new MandateScript(mandate)) { LotSales = lotSales.Length > 0 ? lotSales : null };
        double cash = 1;
        foreach (double weight in weights) cash -= weight;
        evaluator.EvaluateSettlement(account.View, weights, cash);
        evaluator.Evaluate(account.View, weights, cash - evaluator.PaidCosts);
        return evaluator.Objective;
    }
}
