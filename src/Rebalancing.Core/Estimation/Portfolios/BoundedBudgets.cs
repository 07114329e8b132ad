namespace Rebalancing;

/// <summary>What risk budgets mean where bounds on weights stand in their way. Without bounds that bind, both give the same portfolio.</summary>
public enum BoundedBudgets
{
    /// <summary>Assets between their bounds contribute in proportion to their budgets (Richard and Roncalli 2019).</summary>
    Proportional,

    /// <summary>The largest ratio of the budget-weighted geometric mean of the weights to the volatility, prod of w_i^b_i / sqrt(w'Sw), among all weights that keep the bounds.</summary>
    GeometricMean,
}
