namespace Rebalancing;

/// <summary>How a rebalance ended. Only <see cref="Optimal"/>, <see cref="OptimalWithinGap"/> and <see cref="Relaxed"/> come with a plan.</summary>
public enum RebalanceStatus
{
    /// <summary>The plan is optimal to the solver's tolerance, with a certificate.</summary>
    Optimal,

    /// <summary>The plan is within a proven gap of the best possible.</summary>
    OptimalWithinGap,

    /// <summary>No plan meets all limits.</summary>
    Infeasible,

    /// <summary>The objective has no best value: something can be improved without end.</summary>
    Unbounded,

    /// <summary>The solver's iteration limit came first.</summary>
    IterationLimit,

    /// <summary>The solver's time limit came first.</summary>
    TimeLimit,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The solver could not reach its tolerance.</summary>
    NumericalFailure,

    /// <summary>The account contradicts the mandate before anything is traded; see <see cref="RebalanceResult.Problems"/>.</summary>
    Rejected,

    /// <summary>The limits could not all hold; the plan is optimal with those that gave way, which <see cref="RebalanceResult.Conflicts"/> lists. Only where the settings allow it.</summary>
    Relaxed,
}
