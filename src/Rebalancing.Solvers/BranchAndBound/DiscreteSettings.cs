namespace Rebalancing.Solvers;

/// <summary>How far a discrete program is searched. All have defaults.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record DiscreteSettings
{
    /// <summary>All defaults.</summary>
    public static DiscreteSettings Default { get; } = new();

    /// <summary>The search ends when the best point is within this part of its objective of the best possible; in [0, 1], default 1e-4.</summary>
    public double RelativeGap
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the relative gap must lie in [0, 1]");
    }

    = 1e-4;

    /// <summary>The search also ends when the difference itself is this small, in the objective's unit; at least 0, default 1e-12.</summary>
    public double AbsoluteGap
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the absolute gap must be finite and >= 0");
    }

    = 1e-12;

    /// <summary>Most nodes; at least 1, default a million.</summary>
    public int MaxNodes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one node must be allowed");
    }

    = 1_000_000;

    /// <summary>Longest time of one solve; at least 0, default no limit. An answer that depends on it is not reproducible.</summary>
    public TimeSpan TimeLimit
    {
        get;
        init => field = Deadline.Checked(value);
    }

    = Timeout.InfiniteTimeSpan;

    /// <summary>Threads that work on nodes; at least 1, default 1. The answer is the same to the bit whatever the number.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one thread is needed");
    }

    = 1;

    /// <summary>
    /// Only the root is bounded, and a good point found by fixing choices in batches; for thousands of coordinates. The status is then OptimalWithinGap with
    /// the root's bound, however wide the gap. Default false.
    /// </summary>
    public bool RootOnly { get; init; }

    /// <summary>Settings of the convex solves under the nodes; their threads are not used.</summary>
    public SolverSettings Convex { get; init; } = new();

    /// <summary>Told after every round of nodes, on the calling thread; default nobody.</summary>
    public IProgress<DiscreteProgress>? Progress { get; init; }
}
