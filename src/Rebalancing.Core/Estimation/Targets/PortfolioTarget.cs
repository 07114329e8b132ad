namespace Rebalancing;

/// <summary>Weights that a rule wants on a date, from what was known on that date.</summary>
/// <param name="Rule">The rule, in words.</param>
/// <param name="Date">The day it is for.</param>
/// <param name="KnownUntil">Last day of the last period that was used.</param>
/// <param name="Weights">Fractions of account value; what they leave of one is cash.</param>
/// <remarks>Immutable; safe to share between threads. Serves as target of any term: <see cref="TrackingVariance"/>, <see cref="TargetDistance"/>, <see cref="Mandate.Target"/>.</remarks>
public sealed record PortfolioTarget(string Rule, DateOnly Date, DateOnly KnownUntil, AssetValues Weights)
{
    /// <summary>What the weights leave: positive cash, negative borrowing. Not meaningful for dollar-neutral targets.</summary>
    public double Cash => 1 - Weights.Sum();
}
