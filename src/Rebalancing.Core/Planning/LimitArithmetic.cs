namespace Rebalancing;

/// <summary>In which arithmetic a limit was checked at the final order quantities.</summary>
public enum LimitArithmetic
{
    /// <summary>Decimals of any length, without rounding: limits that are linear or piecewise linear in the orders, counts and other discrete rules, cash.</summary>
    Decimal,

    /// <summary>Doubles, with every rounding counted against the limit: volatilities, tracking errors, tails, powers.</summary>
    RoundedOutwards,

    /// <summary>Doubles, to 1e-6 of the limit's unit: limits on quantities that take an optimisation of their own, such as taxes where the lots that are sold are not yet known.</summary>
    Solved,
}
