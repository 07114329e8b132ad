namespace Rebalancing;

/// <summary>How a deviation counts.</summary>
public enum DistanceKind
{
    /// <summary>By its size: sum of |x|, also called L1.</summary>
    Absolute,

    /// <summary>By its square: sum of x^2, also called L2.</summary>
    Squared,
}
