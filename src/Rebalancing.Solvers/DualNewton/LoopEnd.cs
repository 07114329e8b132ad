namespace Rebalancing.Solvers.DualNewton;

/// <summary>How a run of Newton steps ended.</summary>
internal enum LoopEnd
{
    /// <summary>Rows, exposures and gap are within tolerance.</summary>
    Converged,

    /// <summary>The steps ran out.</summary>
    IterationLimit,

    /// <summary>A pivot was lost in spite of the regularisation.</summary>
    LostPivot,

    /// <summary>The gap is not finite any more: prices have grown beyond all numbers, as they do where rows exclude each other.</summary>
    Diverged,

    /// <summary>The caller asked to stop.</summary>
    Cancelled,

    /// <summary>The time limit came first.</summary>
    OutOfTime,

    /// <summary>The dual value is above the cutoff.</summary>
    AboveCutoff,
}
