namespace Rebalancing;

/// <summary>How turnover is counted.</summary>
public enum TurnoverKind
{
    /// <summary>The larger of all buys and all sells.</summary>
    OneWay,

    /// <summary>All buys and all sells together.</summary>
    TwoWay,
}
