namespace Rebalancing;

/// <summary>One step of a rising fee schedule.</summary>
/// <param name="From">Traded value in base currency from which the rate applies; 0 for the first tier.</param>
/// <param name="Rate">Cost of each further unit traded, fraction of traded value; not negative and not falling from tier to tier.</param>
public readonly record struct CostTier(decimal From, double Rate);
