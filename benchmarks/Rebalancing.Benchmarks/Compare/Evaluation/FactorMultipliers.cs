namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>
/// Multipliers of the rows of a factor problem, each the derivative of the optimal value in a shift of its row's
/// right-hand definition: y = F'w + shift, total = sum w + shift, activity = group sums + shift.
/// </summary>
internal sealed record FactorMultipliers(double[] Factors, double Budget, double[] Groups);
