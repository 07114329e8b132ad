using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>A cost as a limit: value of the term &lt;= bound.</summary>
internal sealed class TermAtMost : Limit
{
    private readonly Term _term;

    public TermAtMost(Term term, double bound)
    {
        Require.Finite(bound, $"bound on '{term.Name}'");
        if (term is NormTerm && bound <= 0) throw new ArgumentOutOfRangeException(nameof(bound), FormattableString.Invariant($"bound on '{term.Name}' is {bound}; a square root is limited by a bound > 0 (to force it to zero, bound the holdings)."));
        _term = term;
        Bound = bound;
        LimitedTerms = [term];
    }

    public Term Term => _term;

    public double Bound { get; }

    public override string Name => $"{_term.Name} <= {MeasureText.Of(Bound, _term.Measure)}";

    protected internal override Measure Measure => _term.Measure;

    internal override IReadOnlyList<Term> LimitedTerms { get; }

    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (_term is NormTerm norm)
        {
            program.BeginNormAtMost(Bound);
            norm.LowerSquares(program, account);
            program.EndNormAtMost();
            return;
        }
        program.BeginAtMost(Bound);
        _term.Lower(program, account);
        program.EndAtMost();
    }

    protected internal override void Validate(MandateCheck check) => _term.Validate(check);

    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => _term.ValidateAccount(check, account);
}
