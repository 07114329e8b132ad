namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>A point that keeps every choice, with the settled state whose convex program it solves.</summary>
internal sealed record Candidate(double Objective, NodeState State, double[] Columns);
