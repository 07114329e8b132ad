namespace Rebalancing;

/// <summary>
/// A country's tax on capital gains, as data: how long is long-term, which shares a sale disposes of, when a loss is not allowed, and the tax T(S, L) of a year's short-term and
/// long-term totals as the least of a few convex pieces on half-spaces. The optimiser, the ledger and the plan all read the same rules.
/// </summary>
/// <remarks>Immutable, so one object serves all accounts and threads; implementations must be immutable too.</remarks>
public abstract class TaxRules
{
    /// <summary>For rules written by anyone, in any assembly.</summary>
    protected TaxRules() { }

    /// <summary>What reports call them.</summary>
    public abstract string Name { get; }

    /// <summary>Tax of a further unit of short-term gain at the margin, fraction; what the separable mode charges.</summary>
    public abstract double ShortTermRate { get; }

    /// <summary>Tax of a further unit of long-term gain at the margin, fraction; what the separable mode charges.</summary>
    public abstract double LongTermRate { get; }

    /// <summary>T(S, L) is the least of these; at least one. Convex each, zero at S = L = 0.</summary>
    public abstract IReadOnlyList<TaxPiece> Pieces { get; }

    /// <summary>Whether losses carried in are netted like this year's losses of their kind (default). Otherwise they only move the breaks that say so.</summary>
    public virtual bool CarriedLossesAreNetted => true;

    /// <summary>Which shares a sale disposes of. Default: the lots that the seller chooses.</summary>
    public virtual ShareMatching Matching => ShareMatching.Lots;

    /// <summary>When a loss is not allowed because of a purchase; null (default) if it always is.</summary>
    public virtual ReplacementRule? Replacements => null;

    /// <summary>The last day from which shares must have been held for a sale on a day to be long-term; everything before it is, too.</summary>
    /// <param name="sale">Day of the sale.</param>
    public abstract DateOnly LongTermIfHeldFrom(DateOnly sale);

    /// <summary>What a year comes to: tax, deduction, losses carried on. Exact decimal arithmetic, rounded to the cent.</summary>
    /// <param name="year">Gains and losses of the year and losses carried into it.</param>
    /// <param name="taxableIncome">Other taxable income, where it decides how much of a loss is used up; null if there is enough.</param>
    public abstract TaxAssessment Assess(TaxYear year, decimal? taxableIncome = null);

    /// <summary>Whether shares held since a day are long-term when sold.</summary>
    public bool IsLongTerm(DateOnly heldFrom, DateOnly sale) => heldFrom <= LongTermIfHeldFrom(sale);

    /// <summary>T(S, L) by its pieces, with the value of carried losses in it; what the optimiser minimises.</summary>
    /// <param name="shortTerm">S, base currency, losses carried in netted where the rules net them.</param>
    /// <param name="longTerm">L, base currency.</param>
    /// <param name="carriedLosses">Losses carried in, for rules that do not net them.</param>
    public double TaxOf(double shortTerm, double longTerm, double carriedLosses = 0)
    {
        double least = double.PositiveInfinity;
        foreach (TaxPiece piece in Pieces) least = Math.Min(least, piece.At(shortTerm, longTerm, carriedLosses));
        return least;
    }

    /// <summary>More than one year, counted from the day after the purchase.</summary>
    private protected static DateOnly MoreThanAYearBefore(DateOnly sale)
    {
        if (sale.DayNumber < 800) throw new ArgumentOutOfRangeException(nameof(sale), FormattableString.Invariant($"the day of the sale is {sale:yyyy-MM-dd}; taxes need the account's date"));
        DateOnly last = sale.AddDays(-1).AddYears(-1), next = last.AddDays(1);
        return next.AddYears(1) < sale ? next : last;
    }

    private protected static double Rate(double value, string what) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), FormattableString.Invariant($"{what} is {value}; rates are fractions in [0, 1]"));

    private protected static decimal Cents(decimal money) => decimal.Round(money, 2, MidpointRounding.AwayFromZero);
}
