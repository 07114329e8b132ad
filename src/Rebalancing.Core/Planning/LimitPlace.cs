using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Names the asset, sector or factor that a coordinate of a limit speaks of.</summary>
internal static class LimitPlace
{
    /// <summary>Where a limit is worst placed; null when it is kept, or is one number.</summary>
    public static string? Of(Limit limit, OwnerValue value, Universe universe) =>
        value.Excess > 0 ? Of(limit, value.Subject, value.Coordinate, universe) : null;

    public static string? Of(Limit limit, LimitSubject subject, int coordinate, Universe universe) => subject switch
    {
        LimitSubject.Asset => universe[coordinate].Symbol,
        LimitSubject.Row => limit.NameOfRow(coordinate),
        _ => null,
    };
}
