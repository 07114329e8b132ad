namespace Rebalancing.Planning;

/// <summary>The objective that the orders of a plan are compared with.</summary>
internal static class RoundingCost
{
    /// <summary>Objective per year of the optimum before rounding; where whole lots are a rule, of the mandate without that rule.</summary>
    public static double Optimum(Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, bool wholeLots)
    {
        if (!wholeLots) return ObjectiveAt.Weights(mandate, account, outcome.Weights, outcome.LotSales);
        Mandate without = mandate with { Limits = [.. mandate.Limits.Where(limit => limit is not RoundLots)] };
        RebalanceOutcome free = new RebalanceWorker(without, settings).Rebalance(account, CancellationToken.None);
        return free.Weights.Length > 0 ? ObjectiveAt.Weights(without, account, free.Weights, free.LotSales) : double.NaN;
    }
}
