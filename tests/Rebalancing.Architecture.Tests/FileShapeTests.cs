namespace Rebalancing.Architecture.Tests;

public class FileShapeTests
{
    private const int Long = 300;
    private const int TooLong = 500;

    /// <summary>Files between 300 and 500 lines, each with the reason why it is not two files.</summary>
    private static readonly Dictionary<string, string> ArguedLongFiles = [];

    [Test]
    public void Files_All_AreShortOrArgued()
    {
        SourceTree.AssertNone(SourceTree.All.Where(f => f.LineCount > Long).Select(f =>
            f.LineCount > TooLong ? $"{f.Path} has {f.LineCount} lines; {TooLong} is the end: find its second reason to change and give that a file."
            : ArguedLongFiles.ContainsKey(f.Path) ? null
            : $"{f.Path} has {f.LineCount} lines; above {Long} it is split, or its reason to stay whole is written in {nameof(FileShapeTests)}.").OfType<string>());
        SourceTree.AssertNone(ArguedLongFiles.Keys.Where(p => SourceTree.All.All(f => f.Path != p || f.LineCount <= Long))
            .Select(p => $"{p} is no longer a long file: take it off the list in {nameof(FileShapeTests)}."));
    }

    [Test]
    public void PublicTypes_OfSourceAndTestSupport_HaveAFileEachOfTheirName()
    {
        SourceTree.AssertNone(SourceTree.Source.Concat(SourceTree.Of("Rebalancing.Testing"))
            .Select(f => (f.Path, f.Stem, Types: f.DeclaredTypes().Where(t => t.IsPublic).Select(t => t.Name).Distinct().ToArray()))
            .Where(f => f.Types.Length > 1 || f.Types.Length == 1 && f.Types[0] != f.Stem)
            .Select(f => $"{f.Path} declares the public type{(f.Types.Length > 1 ? "s" : "")} {string.Join(", ", f.Types)}: give each public type a file of its name."));
    }
}
