using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// A cost: a convex function of holdings and trades, lower is better. Values are fractions of account value (0.0010 = 10 bp) unless the term says otherwise.
/// Terms add up to an <see cref="Objective"/> with <c>+</c> and <c>weight *</c>, and become limits with <see cref="AtMost"/>.
/// </summary>
public abstract class Term : Component
{
    /// <summary>For a term written by anyone, in any assembly.</summary>
    protected Term() { }

    /// <summary>True for a cost of trading now, false (default) for a rate per year. Links the two through <see cref="Mandate.HorizonYears"/>.</summary>
    protected internal virtual bool IsOneOff => false;

    /// <summary>True when the cost leaves the cash line with the trades, as commissions and spreads do. Default false.</summary>
    protected internal virtual bool IsPaidFromCash => false;

    /// <summary>The same cost as a limit.</summary>
    /// <param name="bound">Largest allowed value, in the term's own unit; finite.</param>
    public Limit AtMost(double bound) => new TermAtMost(this, bound);

    /// <summary>What the cost is worth at given holdings, for reports, simulations and tests; no solver runs.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="weights">Holdings after trading, fractions of account value.</param>
    /// <param name="cash">Cash after trading and costs; default what the holdings leave.</param>
    public double ValueAt(Account account, ReadOnlySpan<double> weights, double? cash = null) => ComponentEvaluation.Of(this, account, weights, cash).Value;

    /// <summary>Sum of two costs.</summary>
    public static Objective operator +(Term left, Term right) => Objective.Of(left) + Objective.Of(right);

    /// <summary>A cost that counts <paramref name="weight"/> times; finite and not negative.</summary>
    public static Objective operator *(double weight, Term term) => weight * Objective.Of(term);

    /// <summary>A cost alone is an objective.</summary>
    public static implicit operator Objective(Term term) => Objective.Of(term);
}
