using System.Xml.Linq;

namespace Rebalancing.Architecture.Tests;

public class ProjectArrowTests
{
    // Who may reference whom: Cli -> Core -> Solvers -> Numerics.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Rebalancing.Numerics"] = [],
        ["Rebalancing.Solvers"] = ["Rebalancing.Numerics"],
        ["Rebalancing.Core"] = ["Rebalancing.Solvers"],
        ["Rebalancing.Cli"] = ["Rebalancing.Core"],
        ["Rebalancing.OrTools"] = ["Rebalancing.Core"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Rebalancing.Core"] = ["MathNet.Numerics"],
        ["Rebalancing.Cli"] = ["Spectre.Console"],
        ["Rebalancing.OrTools"] = ["Google.OrTools"],
    };

    [Test]
    public void ProjectReferences_OfEachSourceProject_PointDownwards()
    {
        SourceTree.AssertNone(Projects().SelectMany(p => References(p.Xml, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r))
            .Where(r => !Allowed[p.Name].Contains(r))
            .Select(r => $"{p.Name} references {r}, but it may reference only [{string.Join(", ", Allowed[p.Name])}]: move the code that needs it up, or take what it needs as an argument.")));
    }

    [Test]
    public void PackageReferences_OfEachSourceProject_AreArgued()
    {
        SourceTree.AssertNone(Projects().SelectMany(p => References(p.Xml, "PackageReference")
            .Where(r => !AllowedPackages.GetValueOrDefault(p.Name, []).Contains(r))
            .Select(r => $"{p.Name} takes the package {r}: every user of the library would take it too. Write a decision record and name it in {nameof(ProjectArrowTests)}, or do without.")));
    }

    [Test]
    public void SourceProjects_All_AreKnownHere()
    {
        SourceTree.AssertNone(Projects().Where(p => !Allowed.ContainsKey(p.Name))
            .Select(p => $"{p.Name} is a new project under src: say in {nameof(ProjectArrowTests)} what it may reference."));
        Assert.That(Projects().Count(), Is.GreaterThanOrEqualTo(Allowed.Count));
    }

    [Test]
    public void UnsafeBlocks_AreAllowedInNumericsOnly()
    {
        SourceTree.AssertNone(Projects().Where(p => p.Name != "Rebalancing.Numerics" && p.Xml.Descendants("AllowUnsafeBlocks").Any())
            .Select(p => $"{p.Name} allows unsafe code: move the kernel that needs it to Rebalancing.Numerics and call it with spans."));
    }

    [Test]
    public void MathNet_IsUsedInEstimationOnly()
    {
        SourceTree.AssertNone(SourceTree.Source.Where(f => f.Room != "Estimation" && f.Code.Contains("MathNet", StringComparison.Ordinal))
            .Select(f => $"{f.Path} uses MathNet, whose place is src/Rebalancing.Core/Estimation: give the numbers to a model there, and use the model."));
    }

    private static IEnumerable<(string Name, XDocument Xml)> Projects() =>
        SourceTree.Paths("*.csproj").Where(p => p.StartsWith("src/", StringComparison.Ordinal))
            .Select(p => (Path.GetFileNameWithoutExtension(p), XDocument.Load(RepositoryFolder.Combine(p))));

    private static IEnumerable<string> References(XDocument project, string kind) =>
        project.Descendants(kind).Select(e => e.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>();
}
