namespace Rebalancing;

/// <summary>
/// United Kingdom: one rate on a year's net gains above the annual exempt amount A. Losses of the year count first, losses carried in only down to the exempt amount, and a sale
/// disposes of shares bought the same day, in the thirty days after, and last of the section 104 pool.
/// <code>
///   T(N) = k N                                                  for N &lt; 0, k the value of a unit of loss carried forward
///        = k min(c, (N - A)_+) + r (N - A - c)_+               for N >= 0, c the losses carried in
/// </code>
/// The least of two convex pieces: the second line on N >= 0, and k N + (r - k) (N - A - c)_+ everywhere.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class UnitedKingdomTax : TaxRules
{
    /// <param name="rate">Rate on gains, fraction in [0, 1]; 0.18 or 0.24 since 30 October 2024.</param>
    /// <param name="exemptAmount">Annual exempt amount, pounds, not negative; default 3,000.</param>
    /// <param name="carriedLossValue">What a unit of loss carried forward is worth today, fraction not above the rate; default half the rate.</param>
    public UnitedKingdomTax(double rate, decimal exemptAmount = 3000m, double? carriedLossValue = null)
    {
        GainRate = Rate(rate, "rate on gains");
        if (exemptAmount < 0m) throw new ArgumentOutOfRangeException(nameof(exemptAmount), FormattableString.Invariant($"exempt amount is {exemptAmount}; it must be >= 0"));
        ExemptAmount = exemptAmount;
        CarriedLossValue = Rate(carriedLossValue ?? (0.5 * rate), "value of a carried loss");
        if (CarriedLossValue > GainRate) throw new ArgumentOutOfRangeException(nameof(carriedLossValue), FormattableString.Invariant($"value of a carried loss is {CarriedLossValue}, above the rate on gains {GainRate}"));
        double a = (double)exemptAmount, k = CarriedLossValue;
        TaxBreak used = new(a, k), taxed = new(a, GainRate - k, PlusCarriedLosses: true);
        Pieces =
        [
            new TaxPiece { Net = new TaxCurve(0, used, taxed), NetAtLeast = 0 },
            new TaxPiece { Net = new TaxCurve(k, taxed) },
        ];
    }

    /// <inheritdoc/>
    public override string Name => "United Kingdom";

    /// <summary>Rate on gains above the exempt amount.</summary>
    public double GainRate { get; }

    /// <summary>Gains of a year that are not taxed, pounds.</summary>
    public decimal ExemptAmount { get; }

    /// <summary>What a unit of loss carried forward is worth today, fraction.</summary>
    public double CarriedLossValue { get; }

    /// <inheritdoc/>
    public override double ShortTermRate => GainRate;

    /// <inheritdoc/>
    public override double LongTermRate => GainRate;

    /// <inheritdoc/>
    public override IReadOnlyList<TaxPiece> Pieces { get; }

    /// <inheritdoc/>
    public override bool CarriedLossesAreNetted => false;

    /// <inheritdoc/>
    public override ShareMatching Matching => ShareMatching.Section104Pool;

    /// <inheritdoc/>
    public override ReplacementRule? Replacements { get; } = new(30);

    /// <summary>There are no terms: everything counts as long-term.</summary>
    public override DateOnly LongTermIfHeldFrom(DateOnly sale) => DateOnly.MaxValue;

    /// <inheritdoc/>
    public override TaxAssessment Assess(TaxYear year, decimal? taxableIncome = null)
    {
        ArgumentNullException.ThrowIfNull(year);
        decimal net = year.ShortTerm + year.LongTerm, carried = year.CarriedLoss;
        if (net < 0m) return new TaxAssessment(year.ShortTerm, year.LongTerm, 0m, 0m, 0m, carried - net);
        decimal above = Math.Max(0m, net - ExemptAmount), used = Math.Min(carried, above);
        return new TaxAssessment(year.ShortTerm, year.LongTerm, Cents((decimal)GainRate * (above - used)), 0m, 0m, carried - used);
    }
}
