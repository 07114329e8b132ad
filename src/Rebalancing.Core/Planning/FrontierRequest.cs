namespace Rebalancing;

/// <summary>What an efficient frontier is drawn of.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record FrontierRequest
{
    /// <summary>Covariance per year.</summary>
    public required RiskModel Risk { get; init; }

    /// <summary>Expected return, and interest on cash, per year.</summary>
    public required ExpectedReturn Return { get; init; }

    /// <summary>Costs that reduce the return, for instance trading costs; default none.</summary>
    public IReadOnlyList<Term> Costs { get; init; } = [];

    /// <summary>What every point must meet. Default: fully invested and long only.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [Rebalancing.Limits.FullyInvested, Rebalancing.Limits.LongOnly];

    /// <summary>Number of points, at least 2; default 20.</summary>
    public int Points { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a frontier has at least two points"); } = 20;

    /// <summary>Along which quantity the points are evenly spaced. Default: return.</summary>
    public FrontierAxis Axis { get; init; } = FrontierAxis.Return;

    /// <summary>Told after every point, on the thread that solved it: with more than one thread from several at once. Default nobody.</summary>
    public IProgress<FrontierPoint>? Progress { get; init; }

    /// <summary>Where trading costs are paid from. Default: the account's cash.</summary>
    public CostSettlement CostSettlement { get; init; } = CostSettlement.FromCash;
}
