namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>What a bound must not take from the relaxation's own words: envelopes, charges and sums are exact on segments, and quadratics count whole.</summary>
internal sealed class RelaxedEntries
{
    private readonly HashSet<FunctionEntry> _ignored = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FunctionEntry, double[]> _whole = new(ReferenceEqualityComparer.Instance);

    internal RelaxedEntries(RelaxedProgram relaxed)
    {
        foreach (ChoiceBlock block in relaxed.Columns)
            _ignored.Add(block.Pieces);
        foreach ((_, FunctionEntry kinks) in relaxed.Sums)
            _ignored.Add(kinks);
        foreach ((_, FunctionEntry kinks) in relaxed.Charges)
            _ignored.Add(kinks);
        foreach ((FunctionEntry entry, double[] whole) in relaxed.Curved)
            _whole.Add(entry, whole);
    }

    internal bool Ignores(FunctionEntry entry) => _ignored.Contains(entry);

    /// <summary>The entry's own numbers, or the whole curvature.</summary>
    internal double[] Whole(FunctionEntry entry) => _whole.TryGetValue(entry, out double[]? whole) ? whole : entry.First;
}
