namespace Rebalancing;

/// <summary>What branch and bound proved about a plan under discrete rules.</summary>
/// <param name="Objective">Objective per year of the plan's weights, fixed costs included.</param>
/// <param name="Bound">No plan that keeps the mandate has a smaller objective; in the same unit.</param>
/// <param name="RootBound">What was proved before any branching.</param>
/// <param name="Nodes">Nodes worked on.</param>
/// <param name="Solves">Convex programs solved.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record DiscreteReport(double Objective, double Bound, double RootBound, int Nodes, long Solves)
{
    /// <summary>By how much a plan could be better at most, in basis points of account value a year.</summary>
    public double GapBps => 10000 * Math.Max(0, Objective - Bound);

    /// <summary>The same as a part of the objective.</summary>
    public double RelativeGap => Math.Max(0, Objective - Bound) / Math.Abs(Objective);
}
