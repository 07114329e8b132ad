using System.Reflection;

namespace Rebalancing.PublicApi.Tests;

public class PublicSurfaceTests
{
    private static readonly string Folder = RepositoryFolder.Combine("tests", "Rebalancing.PublicApi.Tests");

    [Test]
    public void PublicSurface_OfThePackage_IsTheApprovedOne()
    {
        var approved = File.ReadAllLines(Path.Combine(Folder, "PublicApi.approved.txt"));
        var received = PublicSurface.Of(Assembly.Load("Rebalancing.Core"), Assembly.Load("Rebalancing.Solvers"));
        // as sets: after a merge by lines (see .gitattributes) the order may differ
        var changes = approved.Except(received).Select(l => "- " + l).Concat(received.Except(approved).Select(l => "+ " + l)).ToArray();
        var receivedPath = Path.Combine(Folder, "PublicApi.received.txt");
        if (changes.Length == 0)
        {
            File.Delete(receivedPath);
            return;
        }
        File.WriteAllText(receivedPath, string.Concat(received.Select(l => l + "\n")));
        Assert.Fail($"""
            The public surface changed:
            {string.Join(Environment.NewLine, changes)}
            If that is meant, approve it from the repository's root and commit it with the change:
              cp tests/Rebalancing.PublicApi.Tests/PublicApi.received.txt tests/Rebalancing.PublicApi.Tests/PublicApi.approved.txt
            """);
    }
}
