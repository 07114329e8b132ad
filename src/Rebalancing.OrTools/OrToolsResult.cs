using Rebalancing.Solvers.MixedInteger;

namespace Rebalancing.Solvers;

/// <summary>An answer of OR-Tools to a program of this library.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class OrToolsResult
{
    private readonly LinearFormWriter _writer;
    private readonly double[]? _columns;

    internal OrToolsResult(SolveStatus status, double objective, double bound, long nodes, TimeSpan elapsed, LinearFormWriter writer, double[]? columns) =>
        (Status, Objective, Bound, Nodes, Elapsed, _writer, _columns) = (status, objective, bound, nodes, elapsed, writer, columns);

    /// <summary>
    /// Optimal (with choices: to the relative gap, then OptimalWithinGap), Infeasible, Unbounded, TimeLimit, or NumericalFailure. Proved by OR-Tools in floating point, not by this library.
    /// </summary>
    public SolveStatus Status { get; }

    /// <summary>Objective at the point; NaN without one.</summary>
    public double Objective { get; }

    /// <summary>No point is better, as OR-Tools says; NaN where it says nothing.</summary>
    public double Bound { get; }

    /// <summary>Nodes of the search; 0 without one.</summary>
    public long Nodes { get; }

    /// <summary>Time of the solve, translation not included.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Whether there is a point.</summary>
    public bool HasPoint => _columns is not null;

    /// <summary>Values of a block at the point.</summary>
    /// <param name="block">Of the program that was solved.</param>
    /// <exception cref="InvalidOperationException">There is no point.</exception>
    public double[] Values(Block block) => _columns is { } columns ? _writer.Values(block, columns) : throw new InvalidOperationException($"there is no point: {Status}");
}
