namespace Rebalancing;

/// <summary>One cost of an objective and how much it counts.</summary>
/// <param name="Weight">Finite and not negative.</param>
/// <param name="Term">The cost.</param>
public sealed record ObjectivePart(double Weight, Term Term);
