namespace Rebalancing.Testing;

/// <summary>A public set of test problems: an index table and one QPB1 file a problem.</summary>
public sealed class ProblemSet
{
    private readonly Lazy<IReadOnlyList<IndexedProblem>> problems;

    private ProblemSet(string index, string folder, string objectiveColumn, string? lowerBoundColumn = null)
    {
        problems = new(() => ReadIndex(index, folder, objectiveColumn, lowerBoundColumn));
    }

    /// <summary>Convex quadratic programs of Maros and Meszaros; objectives published with eight digits.</summary>
    public static ProblemSet MarosMeszaros { get; } = new("qp/maros_meszaros_index.csv", "qp/maros_meszaros", "published_objective");

    /// <summary>Netlib linear programs.</summary>
    public static ProblemSet Netlib { get; } = new("lp/netlib_index.csv", "lp/netlib", "published_objective");

    /// <summary>Small mixed-integer linear programs of MIPLIB 3.</summary>
    public static ProblemSet Miplib3 { get; } = new("mip/miplib3_index.csv", "mip/miplib3", "published_optimum");

    /// <summary>Mean-variance problems with buy-in thresholds of Frangioni and Gentile; the objective is the best known upper bound.</summary>
    public static ProblemSet FrangioniGentile { get; } =
        new("mip/frangioni_gentile_index.csv", "mip/frangioni_gentile", "best_upper_bound", "best_lower_bound");

    /// <summary>The set in a folder that holds one table NAME_index.csv and a folder NAME of problems.</summary>
    /// <exception cref="FileNotFoundException">There is not exactly one such table.</exception>
    public static ProblemSet In(string folder)
    {
        const string Suffix = "_index.csv";
        string[] tables = Directory.GetFiles(Path.GetFullPath(folder), "*" + Suffix);
        return tables is [string table]
            ? new(table, table[..^Suffix.Length], "published_objective")
            : throw new FileNotFoundException($"'{folder}' holds {tables.Length} tables *{Suffix}; one is expected.");
    }

    /// <summary>The problems, in the order of the index.</summary>
    public IReadOnlyList<IndexedProblem> Problems => problems.Value;

    /// <summary>The problem of this name.</summary>
    public IndexedProblem this[string name] => Problems.Single(p => p.Name == name);

    private static IReadOnlyList<IndexedProblem> ReadIndex(string index, string folder, string objective, string? lowerBound)
    {
        var table = CsvTable.Read(ReferenceFolder.Combine(index));
        return [.. Enumerable.Range(0, table.Rows.Count).Select(r => new IndexedProblem
        {
            Name = table.Text(r, "name"),
            Path = ReferenceFolder.Combine(folder, table.Text(r, "name") + ".qpb.gz"),
            PublishedObjective = table.Number(r, objective),
            PublishedLowerBound = lowerBound is null ? null : table.Number(r, lowerBound),
            Index = table,
            IndexRow = r,
        })];
    }
}
