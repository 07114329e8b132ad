namespace Rebalancing;

/// <summary>One hard limit at the final order quantities.</summary>
/// <param name="Limit">Name of the limit.</param>
/// <param name="Excess">By how much it is exceeded, in its own unit; 0 when it holds.</param>
/// <param name="Arithmetic">How that was found.</param>
/// <param name="Where">The worst placed asset, where the limit speaks of assets one by one and does not hold; otherwise null.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record LimitCheck(string Limit, double Excess, LimitArithmetic Arithmetic, string? Where)
{
    /// <summary>Whether the limit holds.</summary>
    public bool Holds => Excess <= 0;
}
