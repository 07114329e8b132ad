using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>No crumbs: each position is zero, or at least a size: w_i = 0 or |w_i| &gt;= least_i, fractions of account value. A discrete rule.</summary>
public sealed class MinHolding : Limit
{
    private readonly LeastSizes _sizes;

    /// <summary>The same size for every asset.</summary>
    /// <param name="least">Least size of a position, fraction of account value, in (0, 1].</param>
    public MinHolding(double least) => _sizes = new LeastSizes(least, "position");

    /// <summary>A size of its own for each asset.</summary>
    /// <param name="least">Least sizes, fractions of account value, not negative; 0 asks for nothing.</param>
    public MinHolding(AssetValues least) => _sizes = new LeastSizes(least, "position");

    /// <summary>Least size where it is the same for every asset; otherwise 0.</summary>
    public double Least => _sizes.Least;

    /// <summary>Least sizes by asset; null where one size is for all.</summary>
    public AssetValues? LeastByAsset => _sizes.ByAsset;

    /// <inheritdoc/>
    public override string Name => _sizes.Name;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> least = program.Scratch(program.Holdings.Length);
        for (int i = 0; i < least.Length; i++) least[i] = _sizes[i];
        program.ZeroOrAtLeast(program.Holdings, least, least);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        _sizes.Validate(check);
        for (int i = 0; i < check.Universe.Count; i++)
            if (_sizes.ByAsset is null || i < _sizes.ByAsset.Count) check.LeastPosition(i, _sizes[i]);
    }
}
