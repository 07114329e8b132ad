namespace Rebalancing;

/// <summary>Direction of a trade.</summary>
public enum TradeSide
{
    /// <summary>The position rises.</summary>
    Buy,

    /// <summary>The position falls.</summary>
    Sell,
}
