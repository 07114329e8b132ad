namespace Rebalancing;

/// <content>Events that have a name: added to a set, or given to scenarios that are in it.</content>
public sealed partial class ScenarioSet
{
    /// <summary>
    /// The same set with named events added at the end; what was there before keeps its proportions in the probability that is left. Returns by asset are copied; factor scenarios stay
    /// factor scenarios, with one more factor an event. For a set in a file, write the events at the file's end and name them with <see cref="WithNames"/>.
    /// </summary>
    /// <param name="events">The events; their probabilities together below 1.</param>
    public ScenarioSet WithStress(params IReadOnlyList<StressScenario> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        double added = events.Sum(e => e.Probability);
        if (added >= 1) throw new ArgumentException(FormattableString.Invariant($"The stress scenarios have probability {added} in all; they must leave some for the others."), nameof(events));
        if (events.FirstOrDefault(e => e.Returns.Count != Assets) is { } wrong)
            throw new ArgumentException($"Stress scenario '{wrong.Name}' has returns for {wrong.Returns.Count} assets; the set is for {Assets}.", nameof(events));
        if ((Count + (long)events.Count) * Map.Columns > Array.MaxLength)
            throw new ArgumentException($"The set has {(long)Count * Map.Columns} returns, too many to be copied; write the events at the end of its file and name them with WithNames.", nameof(events));
        var probabilities = new double[Count + events.Count];
        var names = new Dictionary<int, string>(_names);
        for (int s = 0; s < Count; s++) probabilities[s] = (1 - added) * _probabilities[s];
        for (int e = 0; e < events.Count; e++) (probabilities[Count + e], names[Count + e]) = (events[e].Probability, events[e].Name);
        return Loadings is { } loadings
            ? new ScenarioSet(FactorsWith(events.Count), LoadingsWith(loadings, events), probabilities, PeriodYears, Universe, names)
            : new ScenarioSet(ReturnsWith(events), null, probabilities, PeriodYears, Universe, names);
    }

    /// <summary>The same set, over the same numbers, with names for some of its scenarios besides those that have one.</summary>
    /// <param name="names">Names by the number of the scenario, from 0.</param>
    public ScenarioSet WithNames(IReadOnlyDictionary<int, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var all = new Dictionary<int, string>(_names);
        foreach ((int scenario, string name) in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            if (scenario < 0 || scenario >= Count) throw new ArgumentException($"'{name}' is said to be scenario {scenario}; there are {Count}, from 0.", nameof(names));
            all[scenario] = name;
        }
        return names.Count == 0 ? this : new ScenarioSet(Map, Loadings, IsEquallyLikely ? null : _probabilities, PeriodYears, Universe, all) { File = File };
    }

    /// <summary>Names of events by scenario.</summary>
    internal IReadOnlyDictionary<int, string> Names => _names;

    private DenseMap ReturnsWith(IReadOnlyList<StressScenario> events)
    {
        var values = new double[(Count + events.Count) * Assets];
        for (int s = 0; s < Count; s++) CopyReturns(s, values.AsSpan(s * Assets, Assets));
        for (int e = 0; e < events.Count; e++) events[e].Returns.Span.CopyTo(values.AsSpan((Count + e) * Assets, Assets));
        return DenseMap.OverRows(values, Count + events.Count, Assets);
    }

    /// <summary>
    /// Each event is a factor that is 1 in its own scenario only and whose loadings are the event's returns:
    /// <code>
    ///   [ F  0 ]  [ B      ]
    ///   [ 0  I ]  [ events ]
    /// </code>
    /// </summary>
    private DenseMap FactorsWith(int events)
    {
        int factors = Map.Columns + events;
        var values = new double[(Count + events) * factors];
        for (int s = 0; s < Count; s++) Map.Storage.Slice(s * Map.Stride, Map.Columns).CopyTo(values.AsSpan(s * factors));
        for (int e = 0; e < events; e++) values[((Count + e) * factors) + Map.Columns + e] = 1;
        return DenseMap.OverRows(values, Count + events, factors);
    }

    private DenseMap LoadingsWith(DenseMap loadings, IReadOnlyList<StressScenario> events)
    {
        int factors = loadings.Rows + events.Count;
        var values = new double[factors * Assets];
        for (int i = 0; i < Assets; i++)
        {
            for (int k = 0; k < loadings.Rows; k++) values[(i * factors) + k] = Loading(k, i);
            for (int e = 0; e < events.Count; e++) values[(i * factors) + loadings.Rows + e] = events[e].Returns[i];
        }
        return DenseMap.FromColumns(values, factors, Assets);
    }
}
