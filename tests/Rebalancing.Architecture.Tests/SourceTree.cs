namespace Rebalancing.Architecture.Tests;

/// <summary>The C# files and project files of the repository.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() => [.. Paths("*.cs").Select(p => new SourceFile(p, File.ReadAllText(RepositoryFolder.Combine(p))))]);

    /// <summary>Files under src, tests and benchmarks.</summary>
    public static IReadOnlyList<SourceFile> All => Files.Value;

    public static IEnumerable<SourceFile> Source => All.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Of(string project) => All.Where(f => f.Project == project);

    public static IReadOnlyList<string> Paths(string pattern) =>
        [.. new[] { "src", "tests", "benchmarks" }
            .SelectMany(top => Directory.EnumerateFiles(RepositoryFolder.Combine(top), pattern, SearchOption.AllDirectories))
            .Select(p => Path.GetRelativePath(RepositoryFolder.Root, p).Replace('\\', '/'))
            .Where(p => !p.Split('/').Any(part => part is "bin" or "obj" or "BenchmarkDotNet.Artifacts"))
            .Order(StringComparer.Ordinal)];

    /// <summary>Fails with one line a problem.</summary>
    public static void AssertNone(IEnumerable<string> problems)
    {
        var found = problems.Distinct().ToArray();
        if (found.Length > 0) Assert.Fail(string.Join(Environment.NewLine, found));
    }
}
