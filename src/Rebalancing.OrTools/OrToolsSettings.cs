namespace Rebalancing.Solvers;

/// <summary>How a program is handed to OR-Tools. All have defaults.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record OrToolsSettings
{
    /// <summary>The solver; null (default) for GLOP without choices and SCIP with them.</summary>
    public OrToolsEngine? Engine { get; init; }

    /// <summary>Relative gap at which a search with choices ends; in [0, 1], default 1e-4.</summary>
    public double RelativeGap
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the relative gap must lie in [0, 1]");
    }

    = 1e-4;

    /// <summary>Longest time; positive, default no limit.</summary>
    public TimeSpan? TimeLimit
    {
        get;
        init => field = value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the time limit must be positive");
    }
}
