namespace Rebalancing.Solvers;

/// <summary>How a solve ended. Solver outcomes are values, never exceptions.</summary>
public enum SolveStatus
{
    /// <summary>The point is feasible and optimal to the tolerances, and the certificate says so.</summary>
    Optimal,

    /// <summary>Discrete programs: the point is feasible and within the proven gap of the optimum.</summary>
    OptimalWithinGap,

    /// <summary>No point satisfies all limits; the multipliers that prove it were verified.</summary>
    Infeasible,

    /// <summary>The objective falls without end along a direction that was verified.</summary>
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
