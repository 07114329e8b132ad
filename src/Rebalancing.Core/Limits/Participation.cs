using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Trades stay within a share of the market's daily volume: |z_i| V &lt;= p ADV_i days. V is the account value, ADV the value traded in the market a day.</summary>
public sealed class Participation : Limit
{
    /// <param name="dailyTradedValue">Value traded in the market on an average day, base currency, not negative; zero forbids trading the asset.</param>
    /// <param name="atMost">Share of the volume p, positive.</param>
    /// <param name="days">Days over which the trades are worked, positive; default 1.</param>
    public Participation(AssetValues dailyTradedValue, double atMost, double days = 1)
    {
        DailyTradedValue = Require.NotNegative(dailyTradedValue, "daily traded value", "traded values are base currency a day and must be finite and >= 0");
        AtMost = Require.Positive(atMost, "participation", "it is a share of the daily volume and must be finite and > 0");
        Days = Require.Positive(days, "number of days", "it must be finite and > 0");
    }

    /// <summary>Value traded in the market on an average day.</summary>
    public AssetValues DailyTradedValue { get; }

    /// <summary>Share of the volume.</summary>
    public double AtMost { get; }

    /// <summary>Days over which the trades are worked.</summary>
    public double Days { get; }

    /// <inheritdoc/>
    public override string Name => $"Participation <= {MeasureText.Fraction(AtMost)} of volume over {MeasureText.Of(Days, Measure.Days)}";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = DailyTradedValue.Count;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        for (int i = 0; i < n; i++)
        {
            upper[i] = AtMost * Days * DailyTradedValue[i] / account.Value;
            lower[i] = -upper[i];
        }
        program.Bounds(program.Trades, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("daily traded values", DailyTradedValue);
}
