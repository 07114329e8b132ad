using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>What lists of symbols have in common: trades of the named assets stay in a range.</summary>
public abstract class TradeRestriction : Limit
{
    private readonly NamedAssets _assets;
    private readonly double _lower, _upper;

    private protected TradeRestriction(ReadOnlySpan<string> symbols, double lower, double upper)
    {
        _assets = new NamedAssets(symbols, GetType().Name);
        (_lower, _upper) = (lower, upper);
    }

    /// <summary>The named assets.</summary>
    public IReadOnlyList<string> Symbols => _assets.Symbols;

    /// <inheritdoc/>
    public override string Name => _assets.Name;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => _assets.Bound(program, program.Trades, account.Universe, _lower, _upper);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => _assets.Validate(check);
}
