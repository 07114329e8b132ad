using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Assets that must not be held after trading: w_i = 0. What is held is sold; what is short is bought back.</summary>
public sealed class DoNotHold : Limit
{
    private readonly NamedAssets _assets;

    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public DoNotHold(params ReadOnlySpan<string> symbols) => _assets = new NamedAssets(symbols, nameof(DoNotHold));

    /// <summary>The named assets.</summary>
    public IReadOnlyList<string> Symbols => _assets.Symbols;

    /// <inheritdoc/>
    public override string Name => _assets.Name;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => _assets.Bound(program, program.Holdings, account.Universe, 0.0, 0.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        _assets.Validate(check);
        foreach (string symbol in Symbols)
            if (check.Universe.TryIndexOf(symbol, out int i)) check.Holding(i, 0.0, 0.0);
    }
}
