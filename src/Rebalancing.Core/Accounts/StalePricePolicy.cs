namespace Rebalancing;

/// <summary>What to do with a price older than <see cref="AccountOptions.MaxPriceAgeDays"/>.</summary>
public enum StalePricePolicy
{
    /// <summary>Refuse the account and name the assets (default).</summary>
    Refuse,

    /// <summary>Use the price as it is.</summary>
    Accept,

    /// <summary>Use the price to value the account, but neither buy nor sell the asset.</summary>
    NotTraded,
}
