namespace Rebalancing.Documents;

/// <summary>Objects by name and names by object, in the order in which they came.</summary>
/// <param name="what">What they are, for messages.</param>
/// <param name="stem">First part of names that are made up.</param>
internal sealed class NamedParts<T>(string what, string stem) where T : class
{
    private readonly List<(string Name, T Part)> _parts = [];
    private readonly Dictionary<string, T> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<T, string> _names = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<(string Name, T Part)> All => _parts;

    /// <summary>False when the name is taken.</summary>
    public bool TryAdd(string name, T part)
    {
        if (!_byName.TryAdd(name, part)) return false;
        _names.TryAdd(part, name);
        _parts.Add((name, part));
        return true;
    }

    /// <summary>Name of an object; a new one gets the wished name, with a number when that is taken.</summary>
    public string NameOf(T part, string? wish = null)
    {
        if (_names.TryGetValue(part, out string? known)) return known;
        string name = wish ?? stem;
        for (int i = 2; !TryAdd(name, part); i++) name = FormattableString.Invariant($"{wish ?? stem}{i}");
        return name;
    }

    public T Find(DocumentReader reader, string name) => _byName.TryGetValue(name, out T? part) ? part
        : throw reader.Fail($"there is no {what} named '{name}'; known: {(_parts.Count == 0 ? "none" : string.Join(", ", _parts.Select(p => p.Name)))}");
}
