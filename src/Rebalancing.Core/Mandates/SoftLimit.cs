namespace Rebalancing;

/// <summary>A limit whose violation is priced instead of forbidden.</summary>
internal sealed class SoftLimit : Limit
{
    private readonly Limit _limit;
    private readonly double _price;

    public SoftLimit(Limit limit, double price)
    {
        Require.Positive(price, $"price of violating '{limit.Name}'", "it must be finite and > 0");
        _limit = limit;
        _price = price;
    }

    public Limit Limit => _limit;

    public double Price => _price;

    public override string Name => FormattableString.Invariant($"{_limit.Name} (soft, {_price:G6} a unit)");

    public override int Priority => _limit.Priority;

    public override double GiveWayCost => _limit.GiveWayCost;

    protected internal override string? NameOfRow(int row) => _limit.NameOfRow(row);

    protected internal override Measure Measure => _limit.Measure;

    protected internal override bool GovernsCash => _limit.GovernsCash;

    internal override IReadOnlyList<Term> LimitedTerms => _limit.LimitedTerms;

    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.BeginSoft(_price);
        _limit.Lower(program, account);
        program.EndSoft();
    }

    protected internal override void Validate(MandateCheck check) => check.WithoutContradictions(_limit);
}
