using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>Decisions by people survive a document, and are obeyed when it is solved again.</summary>
public class OverrideDocumentTests
{
    private static readonly DateTimeOffset When = new(2026, 3, 31, 9, 30, 0, TimeSpan.FromHours(2));

    private static RebalanceDocument Document { get; } = DocumentText.Read(SampleDocument.Text);

    private static IEnumerable<Change> Changes =>
    [
        Change.Limit("LongOnly", Limits.MaxWeight(0.7)), Change.WithLimit(new TrackingError((DenseRisk)Risk, [0.5, 0.4, 0.1]).AtMost(0.05)), Change.WithoutLimit("LongOnly"),
        Change.Weight("TrackingVariance", 2.5), Change.Target(Document.Universe.Values(0.4, 0.5, 0.1)), Change.Lock("VTI"), Change.Trade("GLD", 0.02),
    ];

    private static RiskModel Risk => ((TrackingVariance)Document.Mandate.Objective.Parts[0].Term).Risk;

    [TestCaseSource(nameof(Changes))]
    public void Read_WrittenOverride_IsTheSameDecisionWithTheSamePlan(Change change)
    {
        RebalanceDocument document = Document with { Overrides = [new Override(change, "Ann", "asked by the client", When) { Account = "A-17" }] };
        string text = DocumentText.Write(document);
        RebalanceDocument read = DocumentText.Read(text);
        Override item = read.Overrides.Single();
        Assert.That((item.Who, item.Why, item.When, item.When.Offset, item.Account, item.Change.ToString()), Is.EqualTo(("Ann", "asked by the client", When, When.Offset, "A-17", change.ToString())));
        Assert.That(DocumentText.Write(read), Is.EqualTo(text));
        RebalanceResult byHand = new Rebalancer(Document.Mandate, Document.Universe, Document.Settings).Rebalance(Document.Accounts[0], [new Override(change, "Ann", "asked by the client", When)]);
        RebalanceResult again = read.Rebalance(new Rebalancer(read.Mandate, read.Universe, read.Settings), read.Accounts[0]);
        Assert.That(again.Status, Is.EqualTo(byHand.Status));
        Assert.That(again.Weights.ToArray(), Is.EqualTo(byHand.Weights.ToArray()));
        Assert.That(again.ToHtml(explain: false), Does.Contain("Decisions by people").And.Contain("Ann").Or.Not.Contain("<h2>Trades"));
    }

    [Test]
    public void Read_EveryKindOfDecision_IsWrittenBackTheSame()
    {
        RebalanceDocument read = DocumentText.Read(SampleDocument.WithOverrides);
        Assert.That(read.Overrides.Select(item => item.Change.Parts.Kind), Is.EquivalentTo(Enum.GetValues<Rebalancing.Planning.ChangeKind>()));
        Assert.That(DocumentText.Write(DocumentText.Read(DocumentText.Write(read))), Is.EqualTo(DocumentText.Write(read)));
    }

    [Test]
    public void Replay_WithAnOverride_ObeysItAndIsTheSame()
    {
        RebalanceDocument locked = (Document with { Overrides = [new Override(Change.Lock("VTI"), "Ann", "lock", When)] }).WithResults();
        Assert.That(locked.Results[0].Trades.Select(trade => trade.Symbol), Does.Not.Contain("VTI"));
        Assert.That(Document.WithResults().Results[0].Trades.Select(trade => trade.Symbol), Does.Contain("VTI"));
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(locked));
        Assert.That(read.Replay(), Is.Empty);
        Assert.That((read with { Overrides = [] }).Replay(), Is.Not.Empty);
    }

    [Test]
    public void Rebalance_OverrideOfAnotherAccount_IsNotForThisOne()
    {
        RebalanceDocument other = Document with { Overrides = [new Override(Change.Lock("VTI"), "Ann", "lock", When) { Account = "B-1" }] };
        Assert.That(other.Rebalance(new Rebalancer(other.Mandate, other.Universe, other.Settings), other.Accounts[0]).Overrides, Is.Empty);
    }

    [TestCase("{\"change\": \"lock\", \"who\": \"Ann\", \"why\": \"x\", \"when\": \"2026-03-31T09:30:00+02:00\"}", "overrides[0] (line 28): a change of the kind 'lock' takes name and nothing else")]
    [TestCase("{\"change\": \"trade\", \"name\": \"VTI\", \"who\": \"Ann\", \"why\": \"x\", \"when\": \"2026-03-31T09:30:00+02:00\"}", "a change of the kind 'trade' takes name and weight and nothing else")]
    [TestCase("{\"change\": \"lock\", \"name\": \"VTI\", \"who\": \" \", \"why\": \"x\", \"when\": \"2026-03-31T09:30:00+02:00\"}", "Who of an override is empty")]
    [TestCase("{\"change\": \"lock\", \"name\": \"VTI\", \"who\": \"Ann\", \"why\": \"x\", \"when\": \"2026-03-31T09:30:00\"}", "overrides[0].when (line 28): expected a moment such as 2026-03-31T09:30:00+02:00, found '2026-03-31T09:30:00'")]
    [TestCase("{\"change\": \"dance\", \"who\": \"Ann\", \"why\": \"x\", \"when\": \"2026-03-31T09:30:00Z\"}", "overrides[0].change (line 28)")]
    public void Read_MistakeInAnOverride_NamesPlaceAndRemedy(string item, string sentence)
    {
        string text = SampleDocument.Text.Replace("  \"settings\":", $"  \"overrides\": [{item}],\n  \"settings\":", StringComparison.Ordinal);
        Assert.That(() => DocumentText.Read(text), Throws.TypeOf<DocumentException>().With.Message.Contains(sentence));
    }

    [TestCase("2026-03-31T09:30+02:00")]
    [TestCase("2026-03-31T07:30:00Z")]
    [TestCase("2026-03-31T09:30:00.0000000+02:00")]
    public void Read_Moments_InEveryForm(string text)
    {
        string document = SampleDocument.Text.Replace("  \"settings\":", $$"""  "overrides": [{"change": "lock", "name": "VTI", "who": "Ann", "why": "x", "when": "{{text}}"}], "settings":""", StringComparison.Ordinal);
        Assert.That(DocumentText.Read(document).Overrides[0].When, Is.EqualTo(When));
    }

    [Test]
    public void Read_SettingsOfTheSearch_AreKept()
    {
        var settings = new RebalanceSettings { Discrete = new DiscreteSettings { RelativeGap = 0.002, MaxNodes = 77, TimeLimit = TimeSpan.FromSeconds(3), RootOnly = true } };
        Assert.That(DocumentText.Read(DocumentText.Write(Document with { Settings = settings })).Settings, Is.EqualTo(settings));
    }
}
