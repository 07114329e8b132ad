namespace Rebalancing;

/// <summary>Short names for the limits that most mandates have. Each returns the limit class of the same meaning.</summary>
public static class Limits
{
    /// <summary>Cash after costs is at most one lot of the cheapest asset, and not negative.</summary>
    public static Limit FullyInvested { get; } = new FullyInvested();

    /// <summary>No short positions.</summary>
    public static Limit LongOnly { get; } = new LongOnly();

    /// <summary>No asset above a weight.</summary>
    /// <param name="weight">Fraction of account value.</param>
    public static Limit MaxWeight(double weight) => new WeightBounds(double.NegativeInfinity, weight);

    /// <summary>No asset below a weight.</summary>
    /// <param name="weight">Fraction of account value.</param>
    public static Limit MinWeight(double weight) => new WeightBounds(weight, double.PositiveInfinity);

    /// <summary>At least this much cash after trading and costs.</summary>
    /// <param name="weight">Fraction of account value.</param>
    public static Limit MinCash(double weight) => new CashBand(weight);

    /// <summary>One-way turnover at most.</summary>
    /// <param name="atMost">Fraction of account value: the larger of all buys and all sells.</param>
    public static Limit Turnover(double atMost) => new Turnover().AtMost(Require.NotNegative(atMost, "largest turnover", "it is a fraction of account value and must be finite and >= 0"));

    /// <summary>Long and short positions together at most.</summary>
    /// <param name="gross">Fraction of account value; 1.5 is 150 %.</param>
    public static Limit Leverage(double gross) => new GrossExposure().AtMost(Require.NotNegative(gross, "largest gross exposure", "it is a fraction of account value and must be finite and >= 0"));

    /// <summary>Assets that are neither bought nor sold.</summary>
    public static Limit NoTrade(params ReadOnlySpan<string> symbols) => new NoTrade(symbols);
}
