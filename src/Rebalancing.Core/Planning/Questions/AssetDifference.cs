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
    public override string ToString() => $"{Symbol}: {Text(After)} instead of {Text(Before)}";

    /// <summary>Trades below 0.001 bp are the solver's tolerance.</summary>
    private static string Text(double trade) => Math.Abs(trade) < 1e-7 ? "no trade" : (trade < 0 ? "sell " : "buy ") + MeasureText.Found(Math.Abs(trade), Measure.Fraction);
}
