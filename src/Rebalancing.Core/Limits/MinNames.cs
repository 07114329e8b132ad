using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>At least so many positions of a size: the number of |w_i| &gt;= size, among all assets or some, is at least K. A discrete rule.</summary>
public sealed class MinNames : Limit
{
    private readonly NameCount _count;

    /// <param name="least">Least number of positions, at least 1.</param>
    /// <param name="size">From which size a position counts, fraction of account value, in (0, 1].</param>
    /// <param name="among">Symbols that are counted; none (default) for all assets.</param>
    public MinNames(int least, double size, params ReadOnlySpan<string> among)
    {
        _count = new NameCount(least, among, "least number of positions", nameof(least));
        Size = Require.PositiveFraction(size, "size from which a position counts", "it is a fraction of account value in (0, 1]");
        if (least * size > 1 + 1e-12 && size > 0)
            Require.PositiveFraction(least * size, FormattableString.Invariant($"{least} positions of {size}"), "together they must fit into a long account: the product is at most 1");
    }

    /// <summary>Least number of positions.</summary>
    public int Least => _count.Number;

    /// <summary>From which size a position counts.</summary>
    public double Size { get; }

    /// <summary>Symbols that are counted; empty for all.</summary>
    public IReadOnlyList<string> Symbols => _count.Symbols;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"At least {Least} positions of {MeasureText.Of(Size, Measure.Fraction)}{_count.Among}");

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.Number;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.CountAtLeast(program.Holdings, _count.Members(program, account.Universe), Least, Size);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => _count.Validate(check);
}
