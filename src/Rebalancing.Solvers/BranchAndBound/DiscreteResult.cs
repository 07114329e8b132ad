using Rebalancing.Solvers.BranchAndBound;

namespace Rebalancing.Solvers;

/// <summary>The answer of a <see cref="DiscreteSolver"/>: a point, what is proved about it, and what finding it took.</summary>
/// <remarks>Numbers are copies; <see cref="Convex"/> is a view that is valid until the solver solves again. Not thread-safe.</remarks>
public sealed class DiscreteResult
{
    private readonly Candidate? _best;

    internal DiscreteResult(SolveStatus status, Candidate? best, SolveResult? convex, double bound, double rootBound, int nodes, long solves, TimeSpan elapsed)
    {
        (Status, _best, Convex, Bound, RootBound, Nodes, Solves, Elapsed) = (status, best, convex, bound, rootBound, nodes, solves, elapsed);
    }

    /// <summary>
    /// Optimal: nothing is better, to 1e-9 of the objective. OptimalWithinGap: nothing is better by more than the gap. Infeasible: proved. Otherwise the
    /// limit that came first; <see cref="HasPoint"/> says whether there is a point all the same.
    /// </summary>
    public SolveStatus Status { get; }

    /// <summary>Whether a point that keeps every choice and limit was found.</summary>
    public bool HasPoint => _best is not null;

    /// <summary>Objective at the point, fixed costs included; NaN without one.</summary>
    public double Objective => _best?.Objective ?? double.NaN;

    /// <summary>No point is better than this; infinite when infeasible.</summary>
    public double Bound { get; }

    /// <summary>What the root alone proved.</summary>
    public double RootBound { get; }

    /// <summary>Objective less bound, in the objective's unit; NaN without a point.</summary>
    public double Gap => Objective - Bound;

    /// <summary>The gap relative to the size of the objective; NaN without a point.</summary>
    public double RelativeGap => Gap <= 0 ? 0 : Gap / Math.Abs(Objective);

    /// <summary>Nodes worked on.</summary>
    public int Nodes { get; }

    /// <summary>Convex programs solved.</summary>
    public long Solves { get; }

    /// <summary>Time of the solve.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>
    /// The answer of the convex program that remains when every choice is decided as at the point: values of blocks, multipliers of what is left. Null
    /// without a point.
    /// </summary>
    public SolveResult? Convex { get; }

    /// <summary>Values of a block at the point.</summary>
    /// <exception cref="InvalidOperationException">There is no point.</exception>
    public ReadOnlySpan<double> Values(Block block) => Convex is { } convex
        ? convex.Values(block)
        : throw new InvalidOperationException($"there is no point: {Status}");
}
