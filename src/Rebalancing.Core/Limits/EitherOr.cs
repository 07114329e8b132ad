using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// A weighted sum of holdings lies in one range, or else in another: first.Lower &lt;= a'w &lt;= first.Upper, or second.Lower &lt;= a'w &lt;= second.Upper. Stay out of a
/// sector, or hold a meaningful part of it. A discrete rule.
/// </summary>
public sealed class EitherOr : Limit
{
    private readonly AssetValues? _coefficients;
    private readonly string[] _symbols;

    /// <summary>The sum of the holdings in some assets.</summary>
    /// <param name="first">One range, fractions of account value; ends may be infinite.</param>
    /// <param name="second">The other.</param>
    /// <param name="symbols">At least one symbol of the universe, each once.</param>
    public EitherOr((double Lower, double Upper) first, (double Lower, double Upper) second, params ReadOnlySpan<string> symbols)
    {
        _symbols = Require.Symbols(symbols, "symbols of EitherOr");
        (First, Second) = (Checked(first, "first"), Checked(second, "second"));
    }

    /// <summary>A weighted sum of all holdings.</summary>
    /// <param name="first">One range; ends may be infinite.</param>
    /// <param name="second">The other.</param>
    /// <param name="coefficients">a, one an asset, finite.</param>
    public EitherOr((double Lower, double Upper) first, (double Lower, double Upper) second, AssetValues coefficients)
    {
        _coefficients = Require.Finite(coefficients, "coefficient");
        _symbols = [];
        (First, Second) = (Checked(first, "first"), Checked(second, "second"));
    }

    /// <summary>One range.</summary>
    public (double Lower, double Upper) First { get; }

    /// <summary>The other.</summary>
    public (double Lower, double Upper) Second { get; }

    /// <summary>Assets whose holdings are added; empty under coefficients.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>a, where all holdings are weighed; otherwise null.</summary>
    public AssetValues? Coefficients => _coefficients;

    /// <inheritdoc/>
    public override string Name => $"{(_symbols.Length == 0 ? "A weighted sum" : string.Join(" + ", _symbols.Take(4)) + (_symbols.Length > 4 ? " + ..." : ""))} {MeasureText.Range(First.Lower, First.Upper, Measure)} or else {MeasureText.Range(Second.Lower, Second.Upper, Measure)}";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Span<double> coefficients = program.Scratch(program.Holdings.Length);
        if (_coefficients is not null) _coefficients.Span.CopyTo(coefficients);
        else
        {
            coefficients.Clear();
            foreach (string symbol in _symbols) coefficients[account.Universe.IndexOf(symbol)] = 1;
        }
        Block sum = program.WeightedSum(program.Holdings, coefficients);
        program.EitherOr(sum, [First.Lower], [First.Upper], [Second.Lower], [Second.Upper]);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_coefficients is not null) check.Expect("coefficients", _coefficients);
        else check.Expect("symbols", _symbols);
    }

    private static (double Lower, double Upper) Checked((double Lower, double Upper) range, string which)
    {
        Require.Ordered(range.Lower, range.Upper, $"end of the {which} range");
        return range;
    }
}
