namespace Rebalancing;

/// <summary>What to do with an asset without a price in an account from shares.</summary>
public enum MissingPricePolicy
{
    /// <summary>Refuse the account and name the assets (default).</summary>
    Refuse,

    /// <summary>Leave the asset alone: it is neither bought nor sold. Only for assets that are not held; a position without a price cannot be valued and is refused.</summary>
    NotTraded,
}
