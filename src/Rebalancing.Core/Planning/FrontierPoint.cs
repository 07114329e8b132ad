namespace Rebalancing;

/// <summary>One portfolio of an efficient frontier.</summary>
/// <param name="Return">Expected return net of the requested costs, per year.</param>
/// <param name="Volatility">Volatility per year.</param>
/// <param name="Result">The whole answer: weights, plan, certificate.</param>
/// <remarks>Immutable; safe to share between threads. Without an optimal answer both numbers are NaN.</remarks>
public sealed record FrontierPoint(double Return, double Volatility, RebalanceResult Result);
