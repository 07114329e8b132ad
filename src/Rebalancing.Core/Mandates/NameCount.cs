namespace Rebalancing.Mandates;

/// <summary>A number of assets, among all of a universe or some: what the rules that count have in common.</summary>
internal sealed class NameCount
{
    private readonly string[] _among;
    private MembersOf? _known;

    public NameCount(int number, ReadOnlySpan<string> among, string what, string parameter)
    {
        if (number < 1) throw new ArgumentOutOfRangeException(parameter, $"{what} is {number}; it must be at least 1 (to hold or trade nothing, bound the holdings or the trades)");
        Number = number;
        _among = among.Length == 0 ? [] : Require.Symbols(among, "symbols that are counted", nameof(among));
        if (_among.Length > 0 && number > _among.Length) throw new ArgumentException($"{what} is {number} of {_among.Length} symbols; it must be at most their number", parameter);
    }

    public int Number { get; }

    public IReadOnlyList<string> Symbols => _among;

    /// <summary>" among A, B", or nothing.</summary>
    public string Among => _among.Length == 0 ? "" : $" among {NamedAssets.First(_among)}";

    /// <summary>The counted coordinates, ascending; kept for the universe asked about last.</summary>
    public ReadOnlySpan<int> Members(ProgramWriter program, Universe universe)
    {
        if (_among.Length == 0) return program.AllOf(universe.Count);
        MembersOf? known = _known;
        if (known is null || !known.Universe.Matches(universe)) _known = known = new MembersOf(universe, [.. _among.Select(universe.IndexOf).Order()]);
        return known.Members;
    }

    public void Validate(MandateCheck check)
    {
        check.Expect("counted symbols", _among);
        if (_among.Length == 0 && Number > check.Universe.Count) check.Report($"it names {Number} assets, but the universe has {check.Universe.Count}.");
    }

    private sealed record MembersOf(Universe Universe, int[] Members);
}
