namespace Rebalancing;

/// <summary>What lists of symbols have in common: trades of the named assets stay in a range.</summary>
public abstract class TradeRestriction : Limit
{
    private readonly string[] _symbols;
    private readonly double _lower, _upper;

    private protected TradeRestriction(ReadOnlySpan<string> symbols, double lower, double upper)
    {
        _symbols = Require.Symbols(symbols, GetType().Name);
        (_lower, _upper) = (lower, upper);
    }

    /// <summary>The named assets.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <inheritdoc/>
    public override string Name => $"{GetType().Name}[{string.Join(", ", _symbols.Take(4))}{(_symbols.Length > 4 ? ", ..." : "")}]";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        foreach (string symbol in _symbols)
        {
            int i = account.Universe.IndexOf(symbol);
            lower[i] = _lower;
            upper[i] = _upper;
        }
        program.Bounds(program.Trades, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("symbols", _symbols);
}
