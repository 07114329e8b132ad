namespace Rebalancing;

/// <summary>Which shares a sale disposes of, in the eyes of the tax law.</summary>
public enum ShareMatching
{
    /// <summary>Tax lots keep their own cost and date, and the seller chooses among them (United States).</summary>
    Lots,

    /// <summary>Shares bought on the same day, then in the thirty days after, then the pool at its average cost (United Kingdom, section 104).</summary>
    Section104Pool,

    /// <summary>All shares of an asset have their average cost (Canada).</summary>
    AverageCost,
}
