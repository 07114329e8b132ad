namespace Rebalancing;

/// <summary>One cost of an objective and how much it counts.</summary>
/// <param name="Weight">Finite and not negative.</param>
/// <param name="Term">The cost.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ObjectivePart(double Weight, Term Term);
