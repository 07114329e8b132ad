namespace Rebalancing;

/// <summary>
/// How long the portfolio takes to sell, position by position, weighted by size: value = sum |w_i| * days_i with days_i = |w_i| V / (p ADV_i), in days.
/// V is the account value, ADV the value traded in the market a day, p the share of it one may be.
/// </summary>
public sealed class DaysToLiquidate : Term
{
    /// <param name="dailyTradedValue">Value traded in the market on an average day, base currency, positive.</param>
    /// <param name="shareOfVolume">Share of a day's volume one may be, in (0, 1]; default 0.2.</param>
    public DaysToLiquidate(AssetValues dailyTradedValue, double shareOfVolume = 0.2)
    {
        DailyTradedValue = Require.Positive(dailyTradedValue, "daily traded value", "traded values are base currency a day and must be > 0");
        ShareOfVolume = Require.PositiveFraction(shareOfVolume, "share of the volume", "it is a share of a day's volume");
    }

    /// <summary>Value traded in the market on an average day.</summary>
    public AssetValues DailyTradedValue { get; }

    /// <summary>Share of a day's volume one may be.</summary>
    public double ShareOfVolume { get; }

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.Days;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> curvature = program.Scratch(DailyTradedValue.Count);
        for (int i = 0; i < curvature.Length; i++) curvature[i] = 2 * account.Value / (ShareOfVolume * DailyTradedValue[i]);
        program.Quadratic(program.Holdings, curvature);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("daily traded values", DailyTradedValue);
}
