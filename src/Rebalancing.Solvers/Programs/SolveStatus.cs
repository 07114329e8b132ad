namespace Rebalancing.Solvers;

/// <summary>How a solve ended. Solver outcomes are values, never exceptions.</summary>
public enum SolveStatus
{
    /// <summary>The point is feasible and optimal to the tolerances, and the certificate says so.</summary>
    Optimal,

    /// <summary>Discrete programs: the point is feasible and within the proven gap of the optimum.</summary>
    OptimalWithinGap,

    /// <summary>
    /// No point satisfies all limits. The result's multipliers are those that were verified: with the objective left out, the Lagrangian at them is above zero for every point
    /// within the bounds.
    /// </summary>
    Infeasible,

    /// <summary>The objective falls without end along a direction that was verified: it is the result's values, an offset moving as what it shifts.</summary>
    Unbounded,

    /// <summary>The iteration limit came first.</summary>
    IterationLimit,

    /// <summary>The time limit came first.</summary>
    TimeLimit,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>Every feasible point has a larger objective than the cutoff of the request, or there is none; the lower bound proves it.</summary>
    CutOff,

    /// <summary>Rounding stopped progress before the tolerances were met.</summary>
    NumericalFailure,
}
