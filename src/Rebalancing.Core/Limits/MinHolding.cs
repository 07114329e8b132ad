using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>No crumbs: each position is zero, or at least a size: w_i = 0 or |w_i| &gt;= least_i, fractions of account value. A discrete rule.</summary>
public sealed class MinHolding : Limit
{
    private readonly AssetValues? _each;

    /// <summary>The same size for every asset.</summary>
    /// <param name="least">Least size of a position, fraction of account value, in (0, 1].</param>
    public MinHolding(double least) => Least = Require.PositiveFraction(least, "least position", "it is a fraction of account value in (0, 1]");

    /// <summary>A size of its own for each asset.</summary>
    /// <param name="least">Least sizes, fractions of account value, not negative; 0 asks for nothing.</param>
    public MinHolding(AssetValues least) => _each = Require.NotNegative(least, "least position", "sizes are fractions of account value and must be finite and >= 0");

    /// <summary>Least size where it is the same for every asset; otherwise 0.</summary>
    public double Least { get; }

    /// <summary>Least sizes by asset; null where one size is for all.</summary>
    public AssetValues? LeastByAsset => _each;

    /// <inheritdoc/>
    public override string Name => _each is null ? $"Positions of at least {MeasureText.Of(Least, Measure)}" : "Positions of at least a size";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (_each is not null)
        {
            program.ZeroOrAtLeast(program.Holdings, _each.Span, _each.Span);
            return;
        }
        Span<double> least = program.Scratch(program.Holdings.Length);
        least.Fill(Least);
        program.ZeroOrAtLeast(program.Holdings, least, least);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_each is not null) check.Expect("least positions", _each);
        for (int i = 0; i < check.Universe.Count; i++)
            if (_each is null || i < _each.Count) check.LeastPosition(i, _each?[i] ?? Least);
    }
}
