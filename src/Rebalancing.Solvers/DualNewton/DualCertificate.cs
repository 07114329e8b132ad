namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Proof of a solution on the original numbers. The lower bound is the dual value, valid for any multipliers; the objective is the primal value after repair.
/// </summary>
/// <param name="Objective">Value of the repaired x.</param>
/// <param name="LowerBound">No point that meets the rows can be better than this.</param>
/// <param name="Violation">Largest violation of a row, relative to its limits where they are above one.</param>
internal readonly record struct DualCertificate(double Objective, double LowerBound, double Violation)
{
    /// <summary>Objective less lower bound; not below zero, where it would be rounding.</summary>
    public double Gap => Math.Max(0, Objective - LowerBound);

    /// <summary>The gap relative to the size of the objective.</summary>
    public double RelativeGap => Gap / Math.Max(Math.Abs(Objective), 1e-6);
}
