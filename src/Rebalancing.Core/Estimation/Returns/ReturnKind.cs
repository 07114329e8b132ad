namespace Rebalancing;

/// <summary>How a return is made from two prices.</summary>
public enum ReturnKind
{
    /// <summary>p1 / p0 - 1. Adds up across assets.</summary>
    Simple,

    /// <summary>ln(p1 / p0). Adds up over time.</summary>
    Log,
}
