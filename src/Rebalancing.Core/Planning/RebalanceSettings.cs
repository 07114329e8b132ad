using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>How plans are solved and written. All have defaults.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record RebalanceSettings
{
    /// <summary>All defaults.</summary>
    public static RebalanceSettings Default { get; } = new();

    /// <summary>Tolerance, limits and engine of the solver.</summary>
    public SolverSettings Solver { get; init; } = new();

    /// <summary>Gap, limits and threads of branch and bound, for mandates with discrete rules. Its convex settings are those of <see cref="Solver"/>.</summary>
    public DiscreteSettings Discrete { get; init; } = new();

    /// <summary>
    /// Trades below this fraction of account value are not worth an order and are not sent; not negative, default 1e-5 (0.1 bp: 10 in an account of a million). A position that
    /// must not be held is sold whatever its size.
    /// </summary>
    public double SmallestTrade { get; init => field = Require.NotNegative(value, "smallest trade", "it is a fraction of account value and must be finite and >= 0", nameof(value)); } = 1e-5;

    /// <summary>What happens where the limits cannot all hold. Default: no plan, but a report. Limits never give way silently.</summary>
    public InfeasiblePolicy WhenInfeasible { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), $"the policy is {(int)value}; expected Report or RelaxByPriority"); } = InfeasiblePolicy.Report;

    /// <summary>
    /// Gap at which the search over lots with a loss ends, relative to the objective (at least 0.001); in (0, 0.1], default 1e-4. A plan with a larger gap is OptimalWithinGap.
    /// </summary>
    public double LotSearchGap { get; init => field = value is > 0 and <= 0.1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the gap of the search over lots must lie in (0, 0.1]"); } = 1e-4;

    /// <summary>Most convex programs that the search over lots with a loss solves for one piece of the tax; at least 1, default 300.</summary>
    public int LotSearchSolves { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the search over lots must be allowed one solve"); } = 300;

    /// <summary>
    /// Whether a plan that is one of several equally good ones is replaced by the one that trades least, then by symbol; default true. Costs nothing where every asset has a risk of its own; otherwise
    /// a look at the multipliers, and a small linear program or two where there is a tie.
    /// </summary>
    public bool BreakTies { get; init; } = true;

    /// <summary>
    /// Whether each answer is checked, before it is returned, against the program as written, by code that shares nothing with the engines; an answer that fails is a numerical failure.
    /// Default false: the fast engine ends each solve with a check of its own from the original numbers, and <see cref="RebalanceResult.Certificate"/> makes the independent one when it is
    /// first read. Answers of the interior point are always checked: there the check takes a small part of the time.
    /// </summary>
    public bool Certify { get; init; }
}
