namespace Rebalancing;

/// <summary>A partition of the assets, or of some of them, into named groups: sectors, currencies, liquidity buckets.</summary>
/// <remarks>Immutable; safe to share between threads. Two limits that use the same grouping share one block of rows.</remarks>
public sealed class Grouping
{
    private readonly string[] _names;

    private Grouping(string name, Universe universe, string[] names, int[] groupOf)
    {
        Name = name;
        Universe = universe;
        _names = names;
        Map = new GroupMap(groupOf, names.Length);
        GroupOf = groupOf;
    }

    /// <summary>Groups by a key. Groups are numbered in the order in which their first asset appears; an empty key means no group.</summary>
    /// <param name="name">What the groups are: "Sector".</param>
    /// <param name="universe">The assets.</param>
    /// <param name="key">The group of an asset.</param>
    public static Grouping Of(string name, Universe universe, Func<Asset, string?> key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(key);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var groupOf = new int[universe.Count];
        for (int i = 0; i < groupOf.Length; i++)
        {
            string? group = key(universe[i]);
            if (string.IsNullOrEmpty(group)) { groupOf[i] = -1; continue; }
            if (!numbers.TryGetValue(group, out int number)) numbers.Add(group, number = numbers.Count);
            groupOf[i] = number;
        }
        if (numbers.Count == 0) throw new ArgumentException($"No asset has a {name}; a grouping needs at least one group.", nameof(key));
        return new Grouping(name, universe, [.. numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)], groupOf);
    }

    /// <summary>What the groups are.</summary>
    public string Name { get; }

    /// <summary>The assets.</summary>
    public Universe Universe { get; }

    /// <summary>Number of groups.</summary>
    public int Count => _names.Length;

    /// <summary>Group names by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of a group; the message lists the known ones when it does not exist.</summary>
    public int IndexOf(string group)
    {
        int index = Array.IndexOf(_names, group);
        return index >= 0 ? index : throw new KeyNotFoundException(Unknown(group));
    }

    private string Unknown(string group) => $"{Name} '{group}' has no asset; known: {string.Join(", ", _names)}.";

    /// <summary>Group number of an asset; -1 when it is in none.</summary>
    public int Of(int asset) => GroupOf[asset];

    /// <summary>One number a group, by name.</summary>
    /// <param name="values">Group name to number; unknown groups are refused by name.</param>
    /// <param name="missing">Number for groups without an entry.</param>
    /// <exception cref="ArgumentException">A group is unknown.</exception>
    public double[] Values(IReadOnlyDictionary<string, double> values, double missing)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (string group in values.Keys)
            if (Array.IndexOf(_names, group) < 0) throw new ArgumentException(Unknown(group), nameof(values));
        var numbers = new double[Count];
        Array.Fill(numbers, missing);
        foreach ((string group, double value) in values) numbers[IndexOf(group)] = value;
        return numbers;
    }

    /// <summary>Sums of holdings by group: y_g = sum of w_i over the group.</summary>
    public GroupMap Map { get; }

    internal int[] GroupOf { get; }
}
