namespace Rebalancing.Solvers;

/// <summary>What was proved about an answer, recomputed from the program as it was written, by code that shares nothing with the engines.</summary>
/// <param name="Objective">Objective at the answer.</param>
/// <param name="LowerBound">No feasible point has a smaller objective, up to <paramref name="DualResidual"/>; negative infinity where nothing is proved.</param>
/// <param name="PrimalResidual">Largest violation of a limit or defining row, in the limit's own unit.</param>
/// <param name="RelativePrimalResidual">The same relative to the size of the limit and of what it limits (at least 1).</param>
/// <param name="DualResidual">Largest reduced cost of a coordinate that has neither a bound nor curvature to hold it; 0 makes the bound exact.</param>
public readonly record struct Certificate(double Objective, double LowerBound, double PrimalResidual, double RelativePrimalResidual, double DualResidual)
{
    /// <summary>Objective less lower bound, in the objective's unit; slightly negative values are rounding.</summary>
    public double Gap => Objective - LowerBound;

    /// <summary>The gap relative to the size of the objective (at least 1e-3, so that an objective near zero does not divide).</summary>
    public double RelativeGap => Gap / Math.Max(1e-3, Math.Abs(Objective));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"Objective {Objective:G9}, lower bound {LowerBound:G9}, gap {RelativeGap:0.#E+0} relative; largest violation {PrimalResidual:0.#E+0}, dual residual {DualResidual:0.#E+0}.");
}
