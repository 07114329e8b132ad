namespace Rebalancing;

/// <summary>What the value of a cost, or the quantity of a limit, is measured in. Reports and names are written accordingly; optimisation does not depend on it.</summary>
public enum Measure
{
    /// <summary>A fraction of account value, or a rate per year of it: costs, returns, volatility, turnover, weights. Written in per cent or basis points (default).</summary>
    Fraction,

    /// <summary>A squared fraction: variances, squared distances. Written as a number.</summary>
    SquaredFraction,

    /// <summary>Trading days.</summary>
    Days,

    /// <summary>Any other number: factor exposures, a duration, a score.</summary>
    Number,
}
