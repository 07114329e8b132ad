namespace Rebalancing;

/// <summary>How one limit fares.</summary>
/// <param name="Name">The limit.</param>
/// <param name="DoNothing">By how much it is exceeded without any trade, in its own unit; zero or negative when it is kept.</param>
/// <param name="Plan">By how much the plan exceeds it; zero or negative when it is kept.</param>
/// <param name="Where">The worst placed asset, where the limit speaks of assets one by one; otherwise null.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record LimitLine(string Name, double DoNothing, double Plan, string? Where)
{
    /// <summary>What the excesses are measured in. Default: fractions of account value.</summary>
    public Measure Measure { get; init; } = Measure.Fraction;

    /// <summary>Whether the plan keeps the limit, to 1e-6 of its unit.</summary>
    public bool IsMet => Plan <= 1e-6;
}
