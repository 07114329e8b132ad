namespace Rebalancing;

/// <summary>Along which quantity the points of an efficient frontier are evenly spaced.</summary>
public enum FrontierAxis
{
    /// <summary>Expected return net of costs: each point has the least risk for its return.</summary>
    Return,

    /// <summary>Volatility: each point has the highest net return for its risk.</summary>
    Risk,
}
