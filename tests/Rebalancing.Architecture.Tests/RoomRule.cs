namespace Rebalancing.Architecture.Tests;

/// <summary>
/// Inside Rebalancing.Core the folders are rooms, and two of them hold one idea a file: Terms and Limits. A file there sees
/// Models, Mandates and Lowering, the words of Accounts that a term can be written in, the building blocks of
/// Rebalancing.Solvers, and the small data types and abstract bases of its own room; never another term or limit, never how plans are made.
/// </summary>
internal static class RoomRule
{
    private static readonly string[] Guarded = ["Terms", "Limits"];

    private static readonly string[] OpenRooms = ["Models", "Mandates", "Lowering"];

    /// <summary>Of Accounts: the view a term is given while it is lowered, and the words a constructor takes data in.</summary>
    private static readonly string[] OpenAccountTypes = ["AccountView", "Asset", "AssetValues", "Grouping", "Universe"];

    public static IEnumerable<string> Violations(IReadOnlyCollection<SourceFile> source)
    {
        var types = source.Where(f => f.Project is "Rebalancing.Core" or "Rebalancing.Solvers").SelectMany(f => f.DeclaredTypes().Select(t => (Type: t, File: f))).ToArray();
        var ideas = TermsAndLimits([.. types.Select(t => t.Type)]);
        var declared = types.GroupBy(t => t.Type.Name).ToDictionary(g => g.Key, g => (g.First().File, IsIdea: ideas.Contains(g.Key) && !g.Any(t => t.Type.IsAbstract)));
        foreach (var file in source.Where(f => f.Project == "Rebalancing.Core" && Guarded.Contains(f.Room) && f.Stem != f.Room))
        {
            foreach (var (name, line) in file.PossibleTypeUses())
            {
                if (declared.TryGetValue(name, out var owner) && Reason(file, name, owner.File, owner.IsIdea) is { } reason) yield return $"{file.Path}({line}): {reason}";
            }
            foreach (var room in UsingDirectives(file).Where(room => !OpenRooms.Contains(room) && room != file.Room))
            {
                yield return $"{file.Path}: it has a using of Rebalancing.{room}, but {file.Room} see only {string.Join(", ", OpenRooms)}; {Advice}";
            }
        }
    }

    /// <summary>Names of the types that are a term or a limit, by any chain of bases.</summary>
    private static HashSet<string> TermsAndLimits(IReadOnlyCollection<DeclaredType> types)
    {
        HashSet<string> found = ["Term", "Limit"];
        int before;
        do
        {
            before = found.Count;
            found.UnionWith([.. types.Where(t => t.Bases.Any(found.Contains)).Select(t => t.Name)]);
        }
        while (found.Count > before);
        return found;
    }

    private const string Advice = "move what both need to Models, Mandates or Lowering, or take it as a constructor argument.";

    private static string? Reason(SourceFile file, string name, SourceFile owner, bool isTermOrLimit)
    {
        if (owner.Project == "Rebalancing.Solvers")
        {
            return owner.Room == "Programs" ? null : $"it uses {name} of Rebalancing.Solvers/{owner.Room}, but {file.Room} speak to the program writer only and know no engine; {Advice}";
        }
        if (owner.Room == file.Room && (owner.Stem == file.Stem || !isTermOrLimit) || owner.Room is null || OpenRooms.Contains(owner.Room)) return null;
        if (owner.Room == "Accounts") return OpenAccountTypes.Contains(name) ? null : $"it uses {name} of Accounts, but a term is given {string.Join(", ", OpenAccountTypes)} and nothing else of an account; {Advice}";
        if (Guarded.Contains(owner.Room)) return $"it uses {name} ({owner.Path}), but {string.Join(" and ", Guarded)} do not see one another; {Advice}";
        return $"it uses {name} of {owner.Room}, but {file.Room} see only {string.Join(", ", OpenRooms)}; {Advice}";
    }

    private static IEnumerable<string> UsingDirectives(SourceFile file) =>
        file.Code.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("using ", StringComparison.Ordinal))
            .Select(l => l.TrimEnd(';').Split([' ', '='], StringSplitOptions.RemoveEmptyEntries)[^1].Split('.'))
            .Where(parts => parts is ["Rebalancing", not "Solvers", ..]).Select(parts => parts[1]);
}
