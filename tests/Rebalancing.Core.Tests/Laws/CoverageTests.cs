using System.Reflection;

namespace Rebalancing.Core.Tests;

/// <summary>A term or limit without a fixture of laws, or without a page, does not exist.</summary>
public class CoverageTests
{
    public static IEnumerable<Type> Components => typeof(Term).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Component)));

    [TestCaseSource(nameof(Components))]
    public void Component_OfTheLibrary_HasAFixtureOfLaws(Type component)
    {
        Type[] laws = component == typeof(TicketCost) ? [typeof(object)] : component.IsSubclassOf(typeof(Term)) ? [typeof(TermLaws)] : [typeof(LimitLaws), typeof(DiscreteLimitLaws)];
        Assert.That(Assembly.GetExecutingAssembly().GetTypes().Any(type => Array.Exists(laws, type.IsSubclassOf) && type.Name == component.Name + "Laws"),
            $"{component.Name} has no fixture: derive {component.Name}Laws from {string.Join(" or ", laws.Select(law => law.Name))} and say its formula.");
    }

    [TestCaseSource(nameof(Components))]
    public void Component_OfTheLibrary_HasARowInTheTable(Type component)
    {
        string folder = component.IsSubclassOf(typeof(Term)) ? "terms" : "limits";
        Assert.That(File.ReadAllText(RepositoryFolder.Combine("docs", "terms-and-limits.md")), Does.Contain($"| [{component.Name}]({folder}/{component.Name}.md) |"), $"docs/terms-and-limits.md has no row for {component.Name}: add it, with its laws.");
    }

    [TestCaseSource(nameof(Components))]
    public void Component_OfTheLibrary_HasAPage(Type component)
    {
        string folder = component.IsSubclassOf(typeof(Term)) ? "terms" : "limits";
        string path = RepositoryFolder.Combine("docs", folder, component.Name + ".md");
        Assert.That(File.Exists(path), $"{component.Name} has no page: write docs/{folder}/{component.Name}.md.");
        string page = File.ReadAllText(path);
        foreach (string heading in new[] { "## Formula", "## Units", "## Convexity", "## Example" })
            Assert.That(page, Does.Contain(heading), $"docs/{folder}/{component.Name}.md lacks '{heading}'.");
        Assert.That(page, Does.Contain(component.Name + "(").Or.Contain(component.Name + ".").Or.Contain("Limits." + component.Name), "the example uses the class");
    }
}
