using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>The year's tax on gains, as the cost it is given works it out, is at most an amount of money: T(S, L) - f G V &lt;= bound.</summary>
public sealed class TaxBudget : Limit
{
    private readonly Term _tax;

    /// <param name="tax">A <see cref="CapitalGainsTax"/>; the same object as in the objective where it stands there too.</param>
    /// <param name="atMost">Largest tax, base currency.</param>
    public TaxBudget(Term tax, decimal atMost)
    {
        ArgumentNullException.ThrowIfNull(tax);
        if (tax is not ITaxed) throw new ArgumentException($"'{tax.Name}' is not a tax on lots; a tax budget limits one", nameof(tax));
        (_tax, AtMost, LimitedTerms) = (tax, atMost, [tax]);
    }

    /// <summary>The tax.</summary>
    public Term Tax => _tax;

    /// <summary>Largest tax, base currency.</summary>
    public decimal AtMost { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"TaxBudget <= {AtMost:#,0.##}");

    internal override IReadOnlyList<Term> LimitedTerms { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.BeginAtMost((double)AtMost / account.Value);
        _tax.Lower(program, account);
        program.EndAtMost();
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => _tax.Validate(check);

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => _tax.ValidateAccount(check, account);
}
