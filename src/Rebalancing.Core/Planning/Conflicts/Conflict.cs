using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>A limit that must give way for a plan to exist, in the cheapest way to make room.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Excess">By how much it would have to give, in its own unit.</param>
/// <param name="Where">The asset, sector or factor where it must give; null where the limit is one number.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record Conflict(string Limit, double Excess, string? Where)
{
    /// <summary>What it allows as written, in its own unit.</summary>
    public double Bound { get; init; }

    /// <summary>What it would have to allow.</summary>
    public double Needed { get; init; }

    /// <summary>Where the limited quantity stands without any trade.</summary>
    public double Now { get; init; }

    /// <summary>What they are measured in: the unit of the numbers.</summary>
    public Measure Measure { get; init; }

    /// <summary>Priority of the limit; the lowest gives way first.</summary>
    public int Priority { get; init; } = 100;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Limit}{(Where is null ? "" : " at " + Where)} would have to give by {MeasureText.Of(Excess, Measure)}, from {MeasureText.Of(Bound, Measure)} to {MeasureText.Of(Needed, Measure)} (now {MeasureText.Of(Now, Measure)})";
}
