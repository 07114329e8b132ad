namespace Rebalancing.Planning;

/// <summary>A limit on a sum of costs whose bound moves from one point of a frontier to the next. Belongs to one worker.</summary>
internal sealed class MovingBound(Term[] terms) : Limit
{
    /// <summary>The bound of the next account that is read.</summary>
    public double Bound { get; set; } = 1.0;

    public override string Name => $"{string.Join(" + ", terms.Select(term => term.Name))} at the frontier's point";

    internal override IReadOnlyList<Term> LimitedTerms => terms;

    /// <summary>The limit that users see of one point.</summary>
    public Limit Fixed() => terms is [NormTerm norm] ? norm.AtMost(Bound) : new CostBudget(Bound, terms);

    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (terms is [NormTerm norm])
        {
            program.BeginNormAtMost(Bound);
            norm.LowerSquares(program, account);
            program.EndNormAtMost();
            return;
        }
        program.BeginAtMost(Bound);
        foreach (Term term in terms) term.Lower(program, account);
        program.EndAtMost();
    }
}
