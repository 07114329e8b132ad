namespace Rebalancing;

/// <summary>Assets that must not be held after trading: w_i = 0. What is held is sold; what is short is bought back.</summary>
public sealed class DoNotHold : Limit
{
    private readonly string[] _symbols;

    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public DoNotHold(params ReadOnlySpan<string> symbols) => _symbols = Require.Symbols(symbols, nameof(DoNotHold));

    /// <summary>The named assets.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <inheritdoc/>
    public override string Name => $"DoNotHold[{string.Join(", ", _symbols.Take(4))}{(_symbols.Length > 4 ? ", ..." : "")}]";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Holdings.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        foreach (string symbol in _symbols)
        {
            int i = account.Universe.IndexOf(symbol);
            lower[i] = upper[i] = 0.0;
        }
        program.Bounds(program.Holdings, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        check.Expect("symbols", _symbols);
        foreach (string symbol in _symbols)
            if (check.Universe.TryIndexOf(symbol, out int i)) check.Holding(i, 0.0, 0.0);
    }
}
