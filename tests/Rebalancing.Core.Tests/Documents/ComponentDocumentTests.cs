using System.Reflection;

namespace Rebalancing.Core.Tests;

/// <summary>Every term and limit that has laws survives a document: the same text when written again, the same value to the bit.</summary>
public class ComponentDocumentTests
{
    private const int Seed = 11;

    public static IEnumerable<Type> Terms => Fixtures(typeof(TermLaws));

    public static IEnumerable<Type> Limits => Fixtures(typeof(LimitLaws));

    [TestCaseSource(nameof(Terms))]
    public void Read_WrittenTerm_HasTheSameTextAndValue(Type laws)
    {
        LawData data = LawData.Of(Seed, assets: 12);
        var term = (Term)Create(laws, data);
        RebalanceDocument document = DocumentText.Of(data.Account, new Mandate { Objective = 1.7 * term });
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(document));
        Assert.That(DocumentText.Write(read), Is.EqualTo(DocumentText.Write(document)));
        double[] holdings = data.RandomHoldings(new TestRandom(Seed));
        Assert.That(read.Mandate.Objective.ValueAt(read.Accounts[0], holdings, 0.02), Is.EqualTo(document.Mandate.Objective.ValueAt(data.Account, holdings, 0.02)));
    }

    [TestCaseSource(nameof(Limits))]
    public void Read_WrittenLimit_HasTheSameTextAndExcess(Type laws)
    {
        LawData data = LawData.Of(Seed, assets: 12);
        var limit = (Limit)Create(laws, data);
        RebalanceDocument document = DocumentText.Of(data.Account, new Mandate { Objective = new Turnover(), Limits = [limit.WithPriority(3, 0.5), limit.Soften(0.25)] });
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(document));
        Assert.That(DocumentText.Write(read), Is.EqualTo(DocumentText.Write(document)));
        double[] holdings = data.RandomHoldings(new TestRandom(Seed));
        Assert.That(read.Mandate.Limits[0].ExcessAt(read.Accounts[0], holdings, 0.02), Is.EqualTo(limit.ExcessAt(data.Account, holdings, 0.02)));
        Assert.That(read.Mandate.Limits.Select(l => (l.Name, l.Priority, l.GiveWayCost)), Is.EqualTo(document.Mandate.Limits.Select(l => (l.Name, l.Priority, l.GiveWayCost))));
    }

    [TestCaseSource(typeof(CoverageTests), nameof(CoverageTests.Components))]
    public void Component_OfTheLibrary_HasAPlaceInDocuments(Type component)
    {
        var sets = new[] { DocumentCatalog.Default.Terms, DocumentCatalog.Default.Limits };
        Assert.That(sets.Any(set => set.Of(component) is not null), $"{component.Name} cannot stand in a document: declare its form in Documents.");
    }

    private static IEnumerable<Type> Fixtures(Type laws) => Assembly.GetExecutingAssembly().GetTypes().Where(type => type.IsSubclassOf(laws) && !type.IsAbstract);

    private static object Create(Type laws, LawData data) => laws.GetMethod("Create", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(Activator.CreateInstance(laws), [data])!;
}
