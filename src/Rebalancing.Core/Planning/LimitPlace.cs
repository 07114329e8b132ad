using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Names the asset where a limit is worst placed, for limits that speak of assets one by one.</summary>
internal static class LimitPlace
{
    public static string? Of(Limit limit, OwnerValue value, Universe universe) =>
        value.Excess > 0 && value.Coordinate >= 0 && value.Coordinate < universe.Count && Inner(limit) is WeightBounds or LongOnly or TradeSize or Participation or TradeRestriction or DoNotHold or HoldingLocks
            ? universe[value.Coordinate].Symbol
            : null;

    private static Limit Inner(Limit limit) => limit switch
    {
        SoftLimit soft => Inner(soft.Limit),
        PrioritisedLimit prioritised => Inner(prioritised.Limit),
        _ => limit,
    };
}
