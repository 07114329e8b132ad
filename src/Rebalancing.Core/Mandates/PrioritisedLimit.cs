namespace Rebalancing;

/// <summary>A limit with a priority of its own.</summary>
internal sealed class PrioritisedLimit(Limit limit, int priority, double giveWayCost) : Limit
{
    public Limit Limit => limit;

    public override string Name => limit.Name;

    public override int Priority => priority;

    public override double GiveWayCost { get; } = Require.Positive(giveWayCost, $"cost of giving way of '{limit.Name}'", "it must be finite and > 0");

    protected internal override string? NameOfRow(int row) => limit.NameOfRow(row);

    protected internal override Measure Measure => limit.Measure;

    protected internal override bool GovernsCash => limit.GovernsCash;

    internal override IReadOnlyList<Term> LimitedTerms => limit.LimitedTerms;

    protected internal override void Lower(ProgramWriter program, in AccountView account) => limit.Lower(program, account);

    protected internal override void Validate(MandateCheck check) => limit.Validate(check);

    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => limit.ValidateAccount(check, account);
}
