using System.Collections.Frozen;

namespace Rebalancing;

/// <summary>Groups of securities that the tax law treats as the same (substantially identical): two share classes of a fund, a fund and its conversion. All others are only identical to themselves.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class IdenticalSecurities
{
    private readonly FrozenDictionary<string, string> _groupOf;

    /// <param name="groups">Symbols of each group, at least two; no symbol in two groups.</param>
    public IdenticalSecurities(params ReadOnlySpan<string[]> groups)
    {
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int g = 0; g < groups.Length; g++)
        {
            if (groups[g] is not { Length: >= 2 }) throw new ArgumentException($"group {g} of identical securities names {groups[g]?.Length ?? 0} symbols; a group needs at least two", nameof(groups));
            foreach (string symbol in groups[g])
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(symbol, nameof(groups));
                if (!groupOf.TryAdd(symbol, groups[g][0]))
                    throw new ArgumentException($"'{symbol}' is in two groups of identical securities ('{groupOf[symbol]}' and '{groups[g][0]}'); groups must not overlap", nameof(groups));
            }
        }
        Groups = [.. groups.ToArray().Select(group => (IReadOnlyList<string>)[.. group])];
        _groupOf = groupOf.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every security is only identical to itself.</summary>
    public static IdenticalSecurities None { get; } = new();

    /// <summary>The groups.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; }

    /// <summary>The first symbol of a symbol's group; the symbol itself where it is in none.</summary>
    public string GroupOf(string symbol) => _groupOf.GetValueOrDefault(symbol, symbol);

    /// <summary>Whether two symbols are the same security in the eyes of the tax law.</summary>
    public bool AreIdentical(string first, string second) => string.Equals(GroupOf(first), GroupOf(second), StringComparison.Ordinal);
}
