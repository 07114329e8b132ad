using System.Text.Json;

namespace Rebalancing.Testing;

/// <summary>All cases of refcases/cases.json.</summary>
public static class ReferenceCases
{
    private static readonly Lazy<IReadOnlyList<ReferenceCase>> Cases = new(Read);

    /// <summary>All cases, in file order.</summary>
    public static IReadOnlyList<ReferenceCase> All => Cases.Value;

    /// <summary>The case of this name.</summary>
    public static ReferenceCase Get(string id) => All.Single(c => c.Id == id);

    /// <summary>The cases of one family.</summary>
    public static IEnumerable<ReferenceCase> Family(string family) => All.Where(c => c.Family == family);

    private static IReadOnlyList<ReferenceCase> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(ReferenceFolder.Combine("refcases", "cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new ReferenceCase(c.Clone()))];
    }
}
