using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>A limit of a set that cannot hold together.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Places">Assets, sectors or factors where it takes part, with their bounds; empty where the limit is one number.</param>
/// <param name="Measure">What they are measured in: the unit of the numbers.</param>
/// <param name="Now">Where the limited quantity stands without any trade, at its worst place.</param>
/// <param name="EnoughAlone">What it would have to allow for a plan to exist if no other limit gave way, at its worst place; null where it alone cannot make room.</param>
/// <param name="Priority">Priority of the limit; the lowest gives way first.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record CollidingLimit(string Limit, IReadOnlyList<CollidingPlace> Places, Measure Measure, double Now, double? EnoughAlone, int Priority)
{
    private const int MostPlaces = 3;

    /// <inheritdoc/>
    public override string ToString()
    {
        // a bound that the name says already is not said again
        string where = Places.Count == 0 ? "" : " at " + string.Join(", ", Places.Take(MostPlaces).Select(place => Limit.Contains(MeasureText.Of(place.Bound, Measure), StringComparison.Ordinal) ? place.Where : place.ToString())) + (Places.Count > MostPlaces ? $" and {Places.Count - MostPlaces} more" : "");
        return $"{Limit}{where} (now {MeasureText.Of(Now, Measure)})";
    }
}
