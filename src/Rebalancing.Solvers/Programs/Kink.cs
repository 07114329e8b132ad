namespace Rebalancing;

/// <summary>
/// A convex function with one kink for each coordinate of a block: slope <see cref="SlopeBelow"/> left of <see cref="At"/>,
/// slope <see cref="SlopeAbove"/> right of it, and value 0 at the kink. Buying and selling spreads, short fees and hinges have this shape.
/// </summary>
public readonly ref struct Kink
{
    /// <summary>Where the kink lies, in the block's unit; one for each coordinate, finite.</summary>
    public required ReadOnlySpan<double> At { get; init; }

    /// <summary>Derivative left of the kink; finite and at most <see cref="SlopeAbove"/> (a selling spread of s is a slope of -s).</summary>
    public required ReadOnlySpan<double> SlopeBelow { get; init; }

    /// <summary>Derivative right of the kink; finite and at least <see cref="SlopeBelow"/>.</summary>
    public required ReadOnlySpan<double> SlopeAbove { get; init; }
}
