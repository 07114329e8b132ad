namespace Rebalancing;

/// <summary>
/// Canada: a fraction of net gains, the inclusion rate i, is income taxed at the marginal rate m; all shares of an asset have their average cost; a loss is denied as far as the same
/// property is bought within thirty days and still held (superficial loss).
/// <code>T(N) = m i N for N >= 0, k i N for N &lt; 0, with k the value of a unit of allowable loss carried to another year, at most m</code>
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class CanadaTax : TaxRules
{
    /// <param name="marginalRate">Federal and provincial marginal rate together, fraction in [0, 1].</param>
    /// <param name="inclusionRate">Part of a gain that is income, fraction in [0, 1]; default one half.</param>
    /// <param name="carriedLossValue">What a unit of loss carried to another year is worth today, fraction of the loss, not above inclusion rate times marginal rate; default half of that.</param>
    public CanadaTax(double marginalRate, double inclusionRate = 0.5, double? carriedLossValue = null)
    {
        MarginalRate = Rate(marginalRate, "marginal rate");
        InclusionRate = Rate(inclusionRate, "inclusion rate");
        double gains = MarginalRate * InclusionRate;
        CarriedLossValue = Rate(carriedLossValue ?? (0.5 * gains), "value of a carried loss");
        if (CarriedLossValue > gains) throw new ArgumentOutOfRangeException(nameof(carriedLossValue), FormattableString.Invariant($"value of a carried loss is {CarriedLossValue}, above the rate on gains {gains}"));
        Pieces = [new TaxPiece { Net = new TaxCurve(CarriedLossValue, new TaxBreak(0, gains - CarriedLossValue)) }];
    }

    /// <inheritdoc/>
    public override string Name => "Canada";

    /// <summary>Federal and provincial marginal rate.</summary>
    public double MarginalRate { get; }

    /// <summary>Part of a gain that is income.</summary>
    public double InclusionRate { get; }

    /// <summary>What a unit of loss carried to another year is worth today, fraction of the loss.</summary>
    public double CarriedLossValue { get; }

    /// <inheritdoc/>
    public override double ShortTermRate => MarginalRate * InclusionRate;

    /// <inheritdoc/>
    public override double LongTermRate => MarginalRate * InclusionRate;

    /// <inheritdoc/>
    public override IReadOnlyList<TaxPiece> Pieces { get; }

    /// <inheritdoc/>
    public override ShareMatching Matching => ShareMatching.AverageCost;

    /// <inheritdoc/>
    public override ReplacementRule? Replacements { get; } = new(30);

    /// <summary>There are no terms: everything counts as long-term.</summary>
    public override DateOnly LongTermIfHeldFrom(DateOnly sale) => DateOnly.MaxValue;

    /// <inheritdoc/>
    public override TaxAssessment Assess(TaxYear year, decimal? taxableIncome = null)
    {
        ArgumentNullException.ThrowIfNull(year);
        decimal s = year.ShortTerm - year.CarriedShortLoss, l = year.LongTerm - year.CarriedLongLoss, net = s + l;
        return net >= 0m
            ? new TaxAssessment(s, l, Cents((decimal)MarginalRate * (decimal)InclusionRate * net), 0m, 0m, 0m)
            : new TaxAssessment(s, l, 0m, 0m, 0m, -net);
    }
}
