namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// Verifies that multipliers prove infeasibility: with the objective left out, the Lagrangian is bounded away from zero from above for every point
/// within the bounds, although a feasible point would make it at most zero.
/// </summary>
/// <remarks>
/// Both comparisons are with the sizes of the terms compared, so that neither the units of columns and rows nor the point the multipliers came with matter: what holds is
/// that no program whose numbers differ from the given ones by less than these shares has a feasible point, however far out.
/// </remarks>
internal static class InfeasibilityProof
{
    /// <summary>The margin must exceed this share of the terms it is the sum of: far more than their rounding.</summary>
    private const double LeastMargin = 1e-9;

    /// <summary>A slope that nothing holds must be this small a share of its terms.</summary>
    private const double Exactness = 1e-12;

    internal static bool Holds(CertificateChecker checker, Solution multipliers)
    {
        Contradiction found = checker.ContradictionOf(multipliers);
        return double.IsFinite(found.Terms) && found.Margin > LeastMargin * found.Terms && found.Left <= Exactness;
    }
}
