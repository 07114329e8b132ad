namespace Rebalancing.Solvers.Certificates;

/// <summary>How far multipliers contradict every point within the bounds.</summary>
/// <param name="Margin">What the Lagrangian without the objective stays above; a feasible point would make it at most zero.</param>
/// <param name="Terms">Sum of the sizes of the terms that the margin is made of: |price * coefficient * coordinate| over everything, and the constants.</param>
/// <param name="Left">The largest slope that neither a bound nor curvature holds, as a share of the sizes of its terms; it was taken for zero.</param>
internal readonly record struct Contradiction(double Margin, double Terms, double Left);
