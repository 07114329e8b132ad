namespace Rebalancing;

/// <summary>A cost that leaves the cash line.</summary>
/// <param name="Name">The cost.</param>
/// <param name="Money">Base currency, to the cent.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record PaidCost(string Name, decimal Money);
