using System.Diagnostics;

namespace Rebalancing.Solvers;

/// <summary>
/// When a solve must end: the one clock of all engines. It is started where the solve begins and handed to everything that works on it, so that engines which take over from one another, and solves
/// inside a solve, share one limit. The default value never passes.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal readonly record struct Deadline
{
    /// <summary>Ticks of <see cref="Stopwatch"/>; 0 for never.</summary>
    private readonly long _at;

    private Deadline(long at) => _at = at;

    /// <summary>No limit.</summary>
    public static Deadline Never => default;

    /// <summary>Whether the time is up.</summary>
    public bool HasPassed => _at != 0 && Stopwatch.GetTimestamp() >= _at;

    /// <summary>A limit that counts from now; one that the clock cannot express never passes.</summary>
    public static Deadline After(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan)
            return Never;
        double at = Stopwatch.GetTimestamp() + (limit.TotalSeconds * Stopwatch.Frequency);
        return at < long.MaxValue ? new((long)at) : Never;
    }

    /// <summary>The sooner of two.</summary>
    public Deadline OrSooner(Deadline other) => _at == 0 || (other._at != 0 && other._at < _at) ? other : this;

    /// <summary>Refuses a limit that is neither a time nor <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static TimeSpan Checked(TimeSpan limit) =>
        limit >= TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
            ? limit
            : throw new ArgumentOutOfRangeException(nameof(limit), limit, "the time limit must be at least 0, or Timeout.InfiniteTimeSpan for none");
}
