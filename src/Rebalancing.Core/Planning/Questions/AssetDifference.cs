using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>How one asset's trade differs between two plans.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Before">Its trade as things are, fraction of account value: positive buys.</param>
/// <param name="After">Its trade with the changes.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record AssetDifference(string Symbol, double Before, double After)
{
    /// <summary>After less before.</summary>
    public double Difference => After - Before;

    /// <inheritdoc/>
    public override string ToString() => $"{Symbol}: {MeasureText.Fraction(After)} instead of {MeasureText.Fraction(Before)}";
}
