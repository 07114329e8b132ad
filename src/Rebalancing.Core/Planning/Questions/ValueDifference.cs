using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>How a cost, a risk or a limited quantity differs between two plans.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Measure">What it is measured in.</param>
/// <param name="Before">Its value as things are.</param>
/// <param name="After">Its value with the changes.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ValueDifference(string Name, Measure Measure, double Before, double After)
{
    /// <summary>After less before.</summary>
    public double Difference => After - Before;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {MeasureText.Found(After, Measure)} instead of {MeasureText.Found(Before, Measure)}";
}
