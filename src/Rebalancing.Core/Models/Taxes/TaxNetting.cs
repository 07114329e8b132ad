namespace Rebalancing;

/// <summary>How exactly the tax is optimised.</summary>
public enum TaxNetting
{
    /// <summary>The year's totals are netted as the law does: one convex problem for each piece of the tax, the best of them wins (default).</summary>
    Exact,

    /// <summary>Every lot is taxed at its marginal rate, gains and losses alike: faster, and exact where neither total changes its sign and no cap is reached.</summary>
    Separable,
}
