namespace Rebalancing.Solvers;

/// <summary>One line of a solver's log.</summary>
/// <param name="Iteration">0-based.</param>
/// <param name="PrimalResidual">Largest relative violation of a limit or defining row.</param>
/// <param name="DualResidual">Largest relative violation of an optimality condition.</param>
/// <param name="Gap">Relative complementarity gap.</param>
/// <param name="StepLength">Fraction of the Newton step taken to get here, in [0, 1].</param>
public readonly record struct IterationReport(int Iteration, double PrimalResidual, double DualResidual, double Gap, double StepLength);
