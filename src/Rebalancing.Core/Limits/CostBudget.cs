using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Several costs together: the sum of their values &lt;= bound. For one cost alone use <see cref="Term.AtMost"/>.</summary>
public sealed class CostBudget : Limit
{
    private readonly Term[] _terms;

    /// <param name="bound">Largest sum, in the costs' common unit (fraction of account value); finite.</param>
    /// <param name="terms">At least one cost.</param>
    public CostBudget(double bound, params ReadOnlySpan<Term> terms)
    {
        Bound = Require.Finite(bound, "cost budget");
        if (terms.Length == 0) throw new ArgumentException("a cost budget needs at least one cost", nameof(terms));
        foreach (Term term in terms) ArgumentNullException.ThrowIfNull(term, nameof(terms));
        _terms = terms.ToArray();
    }

    /// <summary>Largest sum.</summary>
    public double Bound { get; }

    /// <inheritdoc/>
    public override string Name => $"{string.Join(" + ", _terms.Select(term => term.Name))} <= {MeasureText.Of(Bound, _terms[0].Measure)}";

    /// <inheritdoc/>
    protected internal override Measure Measure => _terms[0].Measure;

    internal override IReadOnlyList<Term> LimitedTerms => _terms;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.BeginAtMost(Bound);
        foreach (Term term in _terms) term.Lower(program, account);
        program.EndAtMost();
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        foreach (Term term in _terms) term.Validate(check);
    }
}
