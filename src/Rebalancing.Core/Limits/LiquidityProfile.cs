using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// A liquidity profile: for each horizon of d days, cash aside, sum of min(w_i, d p ADV_i / V) >= the demanded fraction. ADV is the value traded in the market a day,
/// p the share of it one may be, V the account value. For long positions; a short position counts against the sum.
/// </summary>
public sealed class LiquidityProfile : Limit
{
    private readonly LiquidityDemand[] _demands;
    private readonly double[] _minusOne, _zero;

    /// <param name="dailyTradedValue">Value traded in the market on an average day, base currency, not negative.</param>
    /// <param name="shareOfVolume">Share of a day's volume one may be, in (0, 1].</param>
    /// <param name="demands">One or more horizons.</param>
    public LiquidityProfile(AssetValues dailyTradedValue, double shareOfVolume, params ReadOnlySpan<LiquidityDemand> demands)
    {
        DailyTradedValue = Require.NotNegative(dailyTradedValue, "daily traded value", "traded values are base currency a day and must be finite and >= 0");
        ShareOfVolume = Require.PositiveFraction(shareOfVolume, "share of the volume", "it is a share of a day's volume");
        if (demands.Length == 0) throw new ArgumentException("a liquidity profile needs at least one horizon", nameof(demands));
        foreach (LiquidityDemand demand in demands)
        {
            Require.Positive(demand.Days, "horizon", "it is a number of trading days and must be finite and > 0", nameof(demands));
            if (demand.AtLeast is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(demands), FormattableString.Invariant($"{demand.AtLeast} of the account is to be sellable in {demand.Days} days; expected a fraction in [0, 1]"));
        }
        _demands = demands.ToArray();
        _minusOne = new double[dailyTradedValue.Count];
        Array.Fill(_minusOne, -1.0);
        _zero = new double[dailyTradedValue.Count];
    }

    /// <summary>Value traded in the market on an average day.</summary>
    public AssetValues DailyTradedValue { get; }

    /// <summary>Share of a day's volume one may be.</summary>
    public double ShareOfVolume { get; }

    /// <summary>Horizons.</summary>
    public IReadOnlyList<LiquidityDemand> Demands => _demands;

    /// <inheritdoc/>
    public override string Name => $"Sellable [{string.Join(", ", _demands.Select(demand => $"{MeasureText.Fraction(demand.AtLeast)} in {MeasureText.Of(demand.Days, Measure.Days)}"))}]";

    /// <summary>
    /// -min(w, c) has slope -1 below its kink at c and 0 above it, and is worth -c there: sum of the kinked functions &lt;= sum c - demand.
    /// </summary>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> at = program.Scratch(_zero.Length);
        foreach (LiquidityDemand demand in _demands)
        {
            double capacity = 0;
            for (int i = 0; i < at.Length; i++)
            {
                at[i] = demand.Days * ShareOfVolume * DailyTradedValue[i] / account.Value;
                capacity += at[i];
            }
            program.BeginAtMost(capacity - demand.AtLeast);
            program.Kinked(program.Holdings, new Kink { At = at, SlopeBelow = _minusOne, SlopeAbove = _zero });
            program.EndAtMost();
        }
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("daily traded values", DailyTradedValue);
}
