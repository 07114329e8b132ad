namespace Rebalancing;

/// <summary>Measures of risk over scenarios whose contributions can be budgeted: convex, and proportional to the size of the holdings.</summary>
public enum BudgetedMeasure
{
    /// <summary>Mean of |r'w - m'w|.</summary>
    MeanAbsoluteDeviation,

    /// <summary>Mean of |(r_s - r_t)'w| over all pairs of scenarios; for some hundreds of scenarios.</summary>
    GiniMeanDifference,

    /// <summary>Root of the mean of max(m'w - r'w, 0)^2.</summary>
    SemiDeviation,

    /// <summary>Root of the mean of max(-r'w, 0)^2: deviations below zero.</summary>
    DownsideDeviation,

    /// <summary>Mean of max(-r'w, 0): shortfall below zero.</summary>
    MeanShortfall,

    /// <summary>Mean loss of the worst share 1 - confidence of the scenarios.</summary>
    ConditionalValueAtRisk,

    /// <summary>Mean of the worst share 1 - confidence of the drawdowns along the scenarios in order, gains not reinvested, the start counting as a height.</summary>
    ConditionalDrawdown,
}
