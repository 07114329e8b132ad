namespace Rebalancing;

/// <summary>Where the costs of trading are paid from.</summary>
public enum CostSettlement
{
    /// <summary>They leave the account's cash with the trades: holdings + cash + costs = account value (default).</summary>
    FromCash,

    /// <summary>They are charged elsewhere: holdings + cash = account value, and costs only steer the plan.</summary>
    Outside,
}
