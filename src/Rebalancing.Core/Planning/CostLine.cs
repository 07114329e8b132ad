namespace Rebalancing;

/// <summary>What one cost of the objective is worth for the plan and for its two obvious alternatives.</summary>
/// <param name="Name">The cost.</param>
/// <param name="Weight">How much it counts in the objective per year: its weight, over the horizon for one-off costs.</param>
/// <param name="IsOneOff">Paid once (trading) rather than per year.</param>
/// <param name="DoNothing">Without any trade.</param>
/// <param name="Target">Going straight to the target; null when the mandate has none.</param>
/// <param name="Plan">For the plan.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record CostLine(string Name, double Weight, bool IsOneOff, CostFigure DoNothing, CostFigure? Target, CostFigure Plan)
{
    /// <summary>What the three figures are measured in. Default: fractions of account value.</summary>
    public Measure Measure { get; init; } = Measure.Fraction;
}
