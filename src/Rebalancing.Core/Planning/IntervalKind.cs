namespace Rebalancing;

/// <summary>What everything else does while one holding of a no-trade interval varies.</summary>
public enum IntervalKind
{
    /// <summary>Prices of limits and other holdings stay where the plan left them. Read off the answer, at no cost.</summary>
    Marginal,

    /// <summary>Everything else is optimised again. Found by solving a few times for each end.</summary>
    Exact,
}
