namespace Rebalancing.Solvers;

/// <summary>Where a search stands.</summary>
/// <param name="Nodes">Nodes worked on so far.</param>
/// <param name="OpenNodes">Nodes still to be worked on.</param>
/// <param name="Objective">Objective of the best point; infinite while there is none.</param>
/// <param name="Bound">No point is better than this.</param>
public readonly record struct DiscreteProgress(int Nodes, int OpenNodes, double Objective, double Bound);
