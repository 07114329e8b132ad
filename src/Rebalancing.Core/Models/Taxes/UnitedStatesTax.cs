namespace Rebalancing;

/// <summary>
/// United States: short-term and long-term gains are netted, a net loss offsets ordinary income up to a cap, the rest is carried forward in its kind, losses on replaced shares are
/// disallowed (wash sales).
/// <code>
///   S >= 0, L >= 0:        r_s S + r_l L            with N = S + L, r_s the short-term, r_l the long-term, r_o the ordinary rate,
///   S >= 0 > L, N >= 0:    r_s N                    cap 3,000 (1,500 if married and filing separately) and
///   L >= 0 > S, N >= 0:    r_l N                    k the value of a unit of loss carried forward
///   N &lt; 0:                 -r_o min(-N, cap) - k (-N - cap)_+
/// </code>
/// The least of two convex pieces: on L >= 0, N >= 0 it is r_l L + max(r_l S, r_s S); elsewhere, and from above there, max(r_s N, r_o N, k (N + cap) - r_o cap).
/// </summary>
/// <remarks>Immutable; safe to share between threads. Rates of collectibles and section 1250 gains (28 %, 25 %) are not modelled.</remarks>
public sealed class UnitedStatesTax : TaxRules
{
    /// <param name="ordinaryRate">Federal marginal rate on ordinary income and short-term gains, fraction in [0, 1].</param>
    /// <param name="longTermRate">Federal rate on long-term gains, fraction in [0, 1].</param>
    /// <param name="status">How the taxpayer files; sets the cap on losses against ordinary income.</param>
    /// <param name="stateRate">State marginal rate, added to all three rates; default 0.</param>
    /// <param name="netInvestmentIncomeRate">Net investment income tax, added to the rates on gains but not to what a loss saves on ordinary income; default 0 (0.038 where it applies).</param>
    /// <param name="carriedLossValue">What a unit of loss carried forward is worth today, fraction not above the ordinary rate; default half the long-term rate (it saves that rate, later and if there are gains).</param>
    /// <param name="allowShortBelowLong">Accepts a short-term rate below the long-term rate, which is otherwise taken for a slip.</param>
    /// <param name="sameLotRemainderReplaces">The literal reading of the wash-sale rule; see <see cref="ReplacementRule.SameLotRemainderReplaces"/>.</param>
    public UnitedStatesTax(double ordinaryRate, double longTermRate, FilingStatus status = FilingStatus.Single, double stateRate = 0, double netInvestmentIncomeRate = 0, double? carriedLossValue = null, bool allowShortBelowLong = false, bool sameLotRemainderReplaces = false)
    {
        double state = StateRate = Rate(stateRate, "state rate"), investment = NetInvestmentIncomeRate = Rate(netInvestmentIncomeRate, "net investment income rate");
        (FederalOrdinaryRate, FederalLongTermRate) = (ordinaryRate, longTermRate);
        OrdinaryRate = Rate(Rate(ordinaryRate, "ordinary rate") + state, "ordinary rate with state tax");
        ShortTermRate = Rate(OrdinaryRate + investment, "short-term rate with add-ons");
        LongTermRate = Rate(Rate(longTermRate, "long-term rate") + state + investment, "long-term rate with add-ons");
        Status = status;
        Cap = status == FilingStatus.MarriedSeparately ? 1500m : 3000m;
        if (ShortTermRate < LongTermRate && !allowShortBelowLong)
            throw new ArgumentException(FormattableString.Invariant($"short-term rate is {ShortTermRate}, below the long-term rate {LongTermRate}; say allowShortBelowLong if that is meant"), nameof(ordinaryRate));
        CarriedLossValue = Rate(carriedLossValue ?? Math.Min(0.5 * LongTermRate, OrdinaryRate), "value of a carried loss");
        if (CarriedLossValue > OrdinaryRate)
            throw new ArgumentOutOfRangeException(nameof(carriedLossValue), FormattableString.Invariant($"value of a carried loss is {CarriedLossValue}, above the ordinary rate {OrdinaryRate}; a loss is worth most against ordinary income"));
        Replacements = new ReplacementRule(30) { SameLotRemainderReplaces = sameLotRemainderReplaces };
        Pieces = Write(Math.Min(ShortTermRate, LongTermRate), Math.Max(ShortTermRate, LongTermRate));
    }

    /// <inheritdoc/>
    public override string Name => "United States";

    /// <summary>Federal marginal rate on ordinary income and short-term gains.</summary>
    public double FederalOrdinaryRate { get; }

    /// <summary>Federal rate on long-term gains.</summary>
    public double FederalLongTermRate { get; }

    /// <summary>State marginal rate.</summary>
    public double StateRate { get; }

    /// <summary>Net investment income tax on gains.</summary>
    public double NetInvestmentIncomeRate { get; }

    /// <summary>Rate at which a net loss saves tax on ordinary income: federal and state, without the net investment income tax.</summary>
    public double OrdinaryRate { get; }

    /// <inheritdoc/>
    public override double ShortTermRate { get; }

    /// <inheritdoc/>
    public override double LongTermRate { get; }

    /// <summary>How the taxpayer files.</summary>
    public FilingStatus Status { get; }

    /// <summary>Largest net loss that offsets ordinary income in a year, dollars.</summary>
    public decimal Cap { get; }

    /// <summary>What a unit of loss carried forward is worth today, fraction.</summary>
    public double CarriedLossValue { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TaxPiece> Pieces { get; }

    /// <inheritdoc/>
    public override ReplacementRule? Replacements { get; }

    /// <inheritdoc/>
    public override DateOnly LongTermIfHeldFrom(DateOnly sale) => MoreThanAYearBefore(sale);

    /// <inheritdoc/>
    public override TaxAssessment Assess(TaxYear year, decimal? taxableIncome = null)
    {
        ArgumentNullException.ThrowIfNull(year);
        decimal s = year.ShortTerm - year.CarriedShortLoss, l = year.LongTerm - year.CarriedLongLoss, net = s + l;
        if (net >= 0m)
        {
            decimal tax = s >= 0m && l >= 0m ? ((decimal)ShortTermRate * s) + ((decimal)LongTermRate * l) : s >= 0m ? (decimal)ShortTermRate * net : (decimal)LongTermRate * net;
            return new TaxAssessment(s, l, Cents(tax), 0m, 0m, 0m);
        }
        decimal deducted = Math.Min(-net, Cap);
        (decimal shortCarried, decimal longCarried) = CapitalLossCarryover.Of(s, l, deducted, taxableIncome);
        return new TaxAssessment(s, l, Cents(-(decimal)OrdinaryRate * deducted), deducted, shortCarried, longCarried);
    }

    /// <summary>The kind with the higher rate has the kink at zero; with equal roles for S and L the same form serves short-term rates below long-term rates.</summary>
    private TaxPiece[] Write(double low, double high)
    {
        double cap = (double)Cap, ordinary = OrdinaryRate, carried = CarriedLossValue;
        if (ordinary > high)
            throw new ArgumentException(FormattableString.Invariant($"the ordinary rate {ordinary} is above both rates on gains ({ShortTermRate} and {LongTermRate}); the tax is then not the least of two convex pieces"), nameof(low));
        TaxCurve flat = new(low), kinked = new(low, new TaxBreak(0, high - low));
        bool shortIsHigh = ShortTermRate >= LongTermRate;
        return
        [
            new TaxPiece { Short = shortIsHigh ? kinked : flat, Long = shortIsHigh ? flat : kinked, ShortAtLeast = shortIsHigh ? double.NegativeInfinity : 0, LongAtLeast = shortIsHigh ? 0 : double.NegativeInfinity, NetAtLeast = 0 },
            new TaxPiece { Net = new TaxCurve(carried, new TaxBreak(-cap, ordinary - carried), new TaxBreak(0, high - ordinary)) },
        ];
    }
}
