namespace Rebalancing.Solvers.DualNewton;

/// <summary>What a dual Newton solve came to. Anything but <see cref="Solved"/>, <see cref="CutOff"/> and the caller's limits is a request to hand over to the interior point.</summary>
internal enum DualOutcome
{
    /// <summary>The certificate holds on the original numbers.</summary>
    Solved,

    /// <summary>The Newton steps ran out.</summary>
    TooManySteps,

    /// <summary>The proximal centres did not settle.</summary>
    ProximalStall,

    /// <summary>A pivot was lost.</summary>
    LostPivot,

    /// <summary>The gap stopped being finite: the rows look infeasible, or the objective unbounded.</summary>
    Diverged,

    /// <summary>Converged by its own books, but the final pass found a gap or a violation.</summary>
    NotCertified,

    /// <summary>The caller asked to stop.</summary>
    Cancelled,

    /// <summary>The time limit came first.</summary>
    OutOfTime,

    /// <summary>The exact dual value is above the cutoff: no feasible point is below it.</summary>
    CutOff,
}
