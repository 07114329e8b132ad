using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Where a limit takes part in a conflict.</summary>
/// <param name="Where">Asset, sector or factor.</param>
/// <param name="Bound">The bound that collides, in the limit's unit.</param>
/// <param name="IsUpper">Whether it is an upper bound.</param>
/// <param name="Measure">What they are measured in: the unit of the bound.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record CollidingPlace(string Where, double Bound, bool IsUpper, Measure Measure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where} {(IsUpper ? "<=" : ">=")} {MeasureText.Of(Bound, Measure)}";
}
