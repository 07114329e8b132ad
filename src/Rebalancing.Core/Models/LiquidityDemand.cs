namespace Rebalancing;

/// <summary>How much must be sellable how fast.</summary>
/// <param name="Days">Horizon in trading days, positive.</param>
/// <param name="AtLeast">Fraction of account value that must be sellable within the horizon, in [0, 1].</param>
public readonly record struct LiquidityDemand(double Days, double AtLeast);
