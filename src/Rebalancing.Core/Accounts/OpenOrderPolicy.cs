namespace Rebalancing;

/// <summary>What working orders mean for the holdings that a plan starts from.</summary>
public enum OpenOrderPolicy
{
    /// <summary>They are treated as filled at the account's prices: shares and cash move (default).</summary>
    CountAsFilled,

    /// <summary>They are ignored: the caller cancels them before sending the plan.</summary>
    Ignore,
}
