namespace Rebalancing;

/// <summary>
/// The price moves against a large order: value = sum b sigma_i |z_i| (|z_i| V / ADV_i)^(p-1), paid once, from cash. Sigma is the daily volatility, V the
/// account value, ADV the value traded in the market a day, so that |z_i| V / ADV_i is the share of a day's volume. p = 3/2 is the square-root law.
/// </summary>
public sealed class MarketImpact : Term
{
    private readonly double[] _coefficient;

    /// <param name="dailyVolatility">Volatility of a day's return, fraction, not negative.</param>
    /// <param name="dailyTradedValue">Value traded in the market on an average day, base currency, positive.</param>
    /// <param name="coefficient">b, dimensionless, not negative; default 1.</param>
    /// <param name="exponent">p in (1, 2]; default 3/2. Below 1 the cost would not be convex.</param>
    public MarketImpact(AssetValues dailyVolatility, AssetValues dailyTradedValue, double coefficient = 1.0, double exponent = 1.5)
    {
        DailyVolatility = Require.NotNegative(dailyVolatility, "daily volatility", "volatilities are fractions a day and must be >= 0");
        DailyTradedValue = Require.Positive(dailyTradedValue, "daily traded value", "traded values are base currency a day and must be > 0 (lock what does not trade)");
        Require.SameCount(dailyVolatility, dailyTradedValue, "daily volatilities", "daily traded values");
        Coefficient = Require.NotNegative(coefficient, "impact coefficient", "it must be finite and >= 0");
        Exponent = exponent is > 1 and <= 2 ? exponent : throw new ArgumentOutOfRangeException(nameof(exponent), FormattableString.Invariant($"impact exponent is {exponent}; it must lie in (1, 2] (3/2 is the square-root law)"));
        _coefficient = new double[dailyVolatility.Count];
        for (int i = 0; i < _coefficient.Length; i++) _coefficient[i] = coefficient * dailyVolatility[i] * Math.Pow(dailyTradedValue[i], 1 - exponent);
    }

    /// <summary>Temporary impact as estimated by Almgren, Thum, Hauptmann and Li (2005): exponent 1.6, coefficient 0.142.</summary>
    public static MarketImpact Almgren2005(AssetValues dailyVolatility, AssetValues dailyTradedValue) => new(dailyVolatility, dailyTradedValue, coefficient: 0.142, exponent: 1.6);

    /// <summary>Volatility of a day's return.</summary>
    public AssetValues DailyVolatility { get; }

    /// <summary>Value traded in the market on an average day.</summary>
    public AssetValues DailyTradedValue { get; }

    /// <summary>b.</summary>
    public double Coefficient { get; }

    /// <summary>p.</summary>
    public double Exponent { get; }

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override bool IsPaidFromCash => true;

    /// <summary>a_i = b sigma_i (V / ADV_i)^(p-1).</summary>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> a = program.Scratch(_coefficient.Length);
        double scale = Math.Pow(account.Value, Exponent - 1);
        for (int i = 0; i < a.Length; i++) a[i] = scale * _coefficient[i];
        program.Power(program.Trades, a, Exponent);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        check.Expect("daily volatilities", DailyVolatility);
        check.Expect("daily traded values", DailyTradedValue);
    }
}
