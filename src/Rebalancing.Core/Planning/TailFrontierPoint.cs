namespace Rebalancing;

/// <summary>One portfolio of a frontier of return against tail risk.</summary>
/// <param name="Return">Expected return per year.</param>
/// <param name="Tail">Conditional value at risk over the scenarios' period.</param>
/// <param name="Result">The whole answer.</param>
/// <remarks>Immutable; safe to share between threads. Without an optimal answer both numbers are NaN.</remarks>
public sealed record TailFrontierPoint(double Return, double Tail, RebalanceResult Result);
