namespace Rebalancing;

/// <summary>Which lots a sale takes when it names none.</summary>
public enum LotSelection
{
    /// <summary>First in, first out: the oldest lots (default of the law).</summary>
    Fifo,

    /// <summary>Last in, first out: the newest lots.</summary>
    Lifo,

    /// <summary>Highest cost first.</summary>
    Hifo,

    /// <summary>Least tax a share first, at the marginal rates.</summary>
    LeastTax,

    /// <summary>Every sale must name its lots.</summary>
    Specific,

    /// <summary>A part of every lot, so that the shares sold have the average cost (mutual funds).</summary>
    AverageCost,
}
