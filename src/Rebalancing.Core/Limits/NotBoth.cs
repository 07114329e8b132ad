namespace Rebalancing;

/// <summary>Of two assets at most one is held: not both w_a &gt; 0 and w_b &gt; 0. Two share classes, two funds on one index. A discrete rule.</summary>
public sealed class NotBoth : Limit
{
    private readonly string[] _symbols;

    /// <param name="one">A symbol of the universe.</param>
    /// <param name="other">Another.</param>
    public NotBoth(string one, string other) => _symbols = Require.Symbols([one, other], "symbols of NotBoth", nameof(one));

    /// <summary>One asset.</summary>
    public string One => _symbols[0];

    /// <summary>The other.</summary>
    public string Other => _symbols[1];

    /// <inheritdoc/>
    public override string Name => $"Not both {_symbols[0]} and {_symbols[1]}";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> coefficients = program.Scratch(program.Holdings.Length);
        coefficients.Clear();
        coefficients[account.Universe.IndexOf(_symbols[0])] = 1;
        Block one = program.WeightedSum(program.Holdings, coefficients);
        coefficients.Clear();
        coefficients[account.Universe.IndexOf(_symbols[1])] = 1;
        program.Complementary(one, program.WeightedSum(program.Holdings, coefficients));
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("symbols", _symbols);
}
