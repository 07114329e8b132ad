using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>How plans are solved and written. All have defaults.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record RebalanceSettings
{
    /// <summary>All defaults.</summary>
    public static RebalanceSettings Default { get; } = new();

    /// <summary>Tolerance, limits and engine of the solver.</summary>
    public SolverSettings Solver { get; init; } = SolverSettings.Default;

    /// <summary>
    /// Trades below this fraction of account value are not worth an order and are not sent; not negative, default 1e-5 (0.1 bp: 10 in an account of a million). A position that
    /// must not be held is sold whatever its size.
    /// </summary>
    public double SmallestTrade { get; init => field = Require.NotNegative(value, "smallest trade", "it is a fraction of account value and must be finite and >= 0", nameof(value)); } = 1e-5;

    /// <summary>What happens where the limits cannot all hold. Default: no plan, but a report. Limits never give way silently.</summary>
    public InfeasiblePolicy WhenInfeasible { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), $"the policy is {(int)value}; expected Report or RelaxByPriority"); } = InfeasiblePolicy.Report;

    /// <summary>
    /// Whether each answer is checked, before it is returned, against the program as written, by code that shares nothing with the engines; an answer that fails is a numerical failure.
    /// Default false: the fast engine ends each solve with a check of its own from the original numbers, and <see cref="RebalanceResult.Certificate"/> makes the independent one when it is
    /// first read. Answers of the interior point are always checked: there the check takes a small part of the time.
    /// </summary>
    public bool Certify { get; init; }
}
