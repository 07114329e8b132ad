namespace Rebalancing;

/// <summary>What a plan does about losses that purchases of the same security would disallow.</summary>
public enum WashSalePolicy
{
    /// <summary>No loss is realised that would be disallowed, and nothing is bought that would disallow one (default).</summary>
    Avoid,

    /// <summary>
    /// Losses that purchases of the last days disallow may be realised; the disallowed part is worth nothing now. In the optimisation it is spread evenly over the lots with a loss, which is
    /// exact when they are sold in whole or not at all; the plan's figures are always exact.
    /// </summary>
    Priced,

    /// <summary>Purchases of the last days and of other accounts are not looked at. An asset is still not bought and sold at once.</summary>
    Ignore,
}
