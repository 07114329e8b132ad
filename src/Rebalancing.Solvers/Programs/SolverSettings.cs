namespace Rebalancing.Solvers;

/// <summary>Tolerances, limits and choices of a solve. Immutable; use <c>with</c> to change one.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SolverSettings
{
    /// <summary>All defaults.</summary>
    public static SolverSettings Default { get; } = new();

    /// <summary>Largest relative violation of a limit, relative dual residual and relative gap of an answer called optimal; in (0, 1e-2], default 1e-8.</summary>
    public double Tolerance
    {
        get;
        init => field = value is > 0 and <= 1e-2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the tolerance must lie in (0, 0.01]");
    } = 1e-8;

    /// <summary>Most iterations; at least 1, default 200.</summary>
    public int MaxIterations
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one iteration must be allowed");
    } = 200;

    /// <summary>
    /// Longest time of one solve, and of all the solves together that find the plan of one account; at least 0, default no limit. A search that has a plan by then gives it, with what was proved.
    /// An answer that depends on it is not reproducible.
    /// </summary>
    public TimeSpan TimeLimit
    {
        get;
        init => field = Deadline.Checked(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>Which engine; default the cost model's choice.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Auto;

    /// <summary>Threads for matrix products; at least 1, default 1. The answer is the same to the bit whatever the number.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "at least one thread is needed");
    } = 1;

    /// <summary>Told after every iteration, on the solving thread; default nobody.</summary>
    public IProgress<IterationReport>? Progress { get; init; }

    internal KktChoice Kkt { get; init; } = KktChoice.Auto;
}
