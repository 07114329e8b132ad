namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Verifies that multipliers prove infeasibility: with the objective left out, the Lagrangian is bounded away from zero from above for every point
/// within the bounds, although a feasible point would make it at most zero.
/// </summary>
internal static class InfeasibilityProof
{
    /// <summary>The margin must exceed this fraction of the largest multiplier, and what is left over elsewhere must be this much smaller still.</summary>
    private const double LeastMargin = 1e-7;

    /// <summary>
    /// Slopes that nothing holds count over the reach of the multipliers' own point. A feasible point may lie further out, by the inverse of this at most: early in a solve the iterate is no measure of how
    /// far feasible points are.
    /// </summary>
    internal const double EarlyShare = 1e-6, LateShare = 1e-3;

    internal static bool Holds(StructuredProgram program, Solution multipliers, double share)
    {
        double largest = 0;
        foreach (double price in multipliers.ImagePrices)
            largest = Math.Max(largest, Math.Abs(price));
        foreach (double price in multipliers.BudgetPrices)
            largest = Math.Max(largest, price);
        foreach (double price in multipliers.NormPrices)
            largest = Math.Max(largest, price);
        foreach (double[] prices in multipliers.NetworkPrices)
            foreach (double price in prices)
                largest = Math.Max(largest, Math.Abs(price));
        if (largest == 0 || !double.IsFinite(largest))
            return false;
        (double margin, double residual) = new CertificateChecker(program).InfeasibilityMargin(multipliers);
        double reach = 1;
        foreach (double x in multipliers.Columns.Values)
            reach += Math.Abs(x);
        return margin / largest > LeastMargin * reach && residual * reach < share * margin;
    }
}
