namespace Rebalancing.Numerics;

/// <summary>Changes of the slacks and duals of one side of the bounds, where a kernel writes them; of one length.</summary>
internal readonly ref struct PairRuns
{
    public required Span<double> Slack { get; init; }

    public required Span<double> Dual { get; init; }

    /// <summary>The common length.</summary>
    public int Check()
    {
        Guard.SameLength(Dual.Length, Slack.Length, nameof(Dual));
        return Slack.Length;
    }
}
