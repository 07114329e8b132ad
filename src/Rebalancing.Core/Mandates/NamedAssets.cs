using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing.Mandates;

/// <summary>Assets named by their symbols, for which one range of holdings or of trades is allowed.</summary>
internal sealed class NamedAssets
{
    /// <summary>More symbols than these are not spelled out.</summary>
    private const int Shown = 4;

    private readonly string[] _symbols;
    private readonly string _limit;

    /// <param name="symbols">At least one.</param>
    /// <param name="limit">Who names them, for messages.</param>
    public NamedAssets(ReadOnlySpan<string> symbols, string limit) => (_symbols, _limit) = (Require.Symbols(symbols, limit), limit);

    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>"NoBuy[VTI, VEA]".</summary>
    public string Name => $"{_limit}[{First(_symbols)}]";

    /// <summary>The first few of a list of symbols: "VTI, VEA, BND, GLD, ...".</summary>
    public static string First(string[] symbols) => string.Join(", ", symbols.Take(Shown)) + (symbols.Length > Shown ? ", ..." : "");

    /// <summary>Bounds on a block of one coordinate an asset: the range for the named, none for the others.</summary>
    public void Bound(ProgramWriter program, Block on, Universe universe, double least, double most)
    {
        Span<double> lower = program.Scratch(on.Length), upper = program.Scratch(on.Length);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        foreach (string symbol in _symbols)
        {
            int i = universe.IndexOf(symbol);
            (lower[i], upper[i]) = (least, most);
        }

        program.Bounds(on, lower, upper);
    }

    public void Validate(MandateCheck check) => check.Expect("symbols", _symbols);
}
