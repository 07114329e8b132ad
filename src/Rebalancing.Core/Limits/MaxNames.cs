using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>At most so many positions: the number of w_i that are not zero, among all assets or some, is at most K. A discrete rule.</summary>
public sealed class MaxNames : Limit
{
    private readonly NameCount _count;

    /// <param name="most">Largest number of positions, at least 1.</param>
    /// <param name="among">Symbols that are counted; none (default) for all assets.</param>
    public MaxNames(int most, params ReadOnlySpan<string> among) => _count = new NameCount(most, among, "largest number of positions", nameof(most));

    /// <summary>Largest number of positions.</summary>
    public int Most => _count.Number;

    /// <summary>Symbols that are counted; empty for all.</summary>
    public IReadOnlyList<string> Symbols => _count.Symbols;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"At most {Most} positions{_count.Among}");

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.Number;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.CountAtMost(program.Holdings, _count.Members(program, account.Universe), Most);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => _count.Validate(check);
}
