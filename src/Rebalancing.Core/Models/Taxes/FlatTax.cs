namespace Rebalancing;

/// <summary>
/// One rate on net gains, whatever the holding period; losses are carried forward at a value of k a unit: T(N) = r N for N >= 0, k N for N &lt; 0. With k = r it is linear.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class FlatTax : TaxRules
{
    /// <param name="rate">Rate on gains, fraction in [0, 1].</param>
    /// <param name="carriedLossValue">What a unit of loss carried forward is worth today, fraction not above the rate; default half the rate.</param>
    /// <param name="averageCost">Whether all shares of an asset have their average cost; default false: lots are chosen.</param>
    public FlatTax(double rate, double? carriedLossValue = null, bool averageCost = false)
    {
        GainRate = Rate(rate, "rate on gains");
        CarriedLossValue = Rate(carriedLossValue ?? (0.5 * rate), "value of a carried loss");
        if (CarriedLossValue > GainRate) throw new ArgumentOutOfRangeException(nameof(carriedLossValue), FormattableString.Invariant($"value of a carried loss is {CarriedLossValue}, above the rate on gains {GainRate}"));
        Matching = averageCost ? ShareMatching.AverageCost : ShareMatching.Lots;
        Pieces = [new TaxPiece { Net = new TaxCurve(CarriedLossValue, new TaxBreak(0, GainRate - CarriedLossValue)) }];
    }

    /// <summary>Nothing is taxed: accounts that are exempt, or whose tax is deferred until money is withdrawn.</summary>
    public static FlatTax None { get; } = new(0);

    /// <inheritdoc/>
    public override string Name => GainRate == 0 ? "No tax" : "Flat";

    /// <summary>Rate on gains.</summary>
    public double GainRate { get; }

    /// <summary>What a unit of loss carried forward is worth today, fraction.</summary>
    public double CarriedLossValue { get; }

    /// <inheritdoc/>
    public override double ShortTermRate => GainRate;

    /// <inheritdoc/>
    public override double LongTermRate => GainRate;

    /// <inheritdoc/>
    public override IReadOnlyList<TaxPiece> Pieces { get; }

    /// <inheritdoc/>
    public override ShareMatching Matching { get; }

    /// <summary>There are no terms: everything counts as long-term.</summary>
    public override DateOnly LongTermIfHeldFrom(DateOnly sale) => DateOnly.MaxValue;

    /// <inheritdoc/>
    public override TaxAssessment Assess(TaxYear year, decimal? taxableIncome = null)
    {
        ArgumentNullException.ThrowIfNull(year);
        decimal s = year.ShortTerm - year.CarriedShortLoss, l = year.LongTerm - year.CarriedLongLoss, net = s + l;
        return net >= 0m ? new TaxAssessment(s, l, Cents((decimal)GainRate * net), 0m, 0m, 0m) : new TaxAssessment(s, l, 0m, 0m, 0m, -net);
    }
}
