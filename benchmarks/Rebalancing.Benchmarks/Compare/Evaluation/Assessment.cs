namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>What a point is worth, recomputed from the raw data of the instance.</summary>
/// <param name="Objective">Objective of the instance at the point, constants included.</param>
/// <param name="Violation">Largest violation of any bound or row, in units of weight (of CVaR for a CVaR limit).</param>
/// <param name="LowerBound">A bound that weak duality proves for every feasible point; NaN when there are no multipliers to prove one with.</param>
internal readonly record struct Assessment(double Objective, double Violation, double LowerBound)
{
    /// <summary>Distance from the bound, relative to the objective.</summary>
    public double RelativeGap => (Objective - LowerBound) / Math.Max(Math.Abs(Objective), 1e-12);
}
