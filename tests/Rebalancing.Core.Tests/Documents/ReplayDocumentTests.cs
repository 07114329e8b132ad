namespace Rebalancing.Core.Tests;

public class ReplayDocumentTests
{
    [Test]
    public void Replay_RecordedDocument_IsTheSameToTheBit()
    {
        RebalanceDocument recorded = DocumentText.Read(SampleDocument.Text).WithResults(explain: true);
        RebalanceDocument read = DocumentText.Read(DocumentText.Write(recorded));
        Assert.That(read.Replay(), Is.Empty);
        Assert.That(read.Results[0].Trades, Is.EqualTo(recorded.Results[0].Trades));
        Assert.That(read.Results[0].WeightsAfter, Is.EqualTo(recorded.Results[0].WeightsAfter));
        Assert.That(read.Results[0].Costs, Is.EqualTo(recorded.Results[0].Costs));
        Assert.That(read.Results[0].Reasons.Select(r => r.ToString()), Is.EqualTo(recorded.Results[0].Reasons.Select(r => r.ToString())).And.Not.Empty);
        Assert.That(DocumentText.Write(read), Is.EqualTo(DocumentText.Write(recorded)));
    }

    [Test]
    public void Replay_ChangedInput_SaysWhatDiffers()
    {
        string text = DocumentText.Write(DocumentText.Read(SampleDocument.Text).WithResults());
        RebalanceDocument changed = DocumentText.Read(text.Replace("\"weight\": 4", "\"weight\": 2", StringComparison.Ordinal));
        IReadOnlyList<string> differences = changed.Replay();
        Assert.That(differences, Has.Some.Contains("weights differ by at most").And.Some.Contains("A-17: Sell"));
    }

    [Test]
    public void Replay_AnotherVersion_IsNamedWhenTheAnswerDiffers()
    {
        RebalanceDocument recorded = DocumentText.Read(SampleDocument.Text).WithResults();
        RebalanceDocument other = recorded with { Results = [recorded.Results[0] with { Library = "0.0.9", Hash = "another" }] };
        Assert.That(other.Replay(), Has.One.Contains("was 0.0.9"));
        Assert.That(() => (recorded with { Results = [] }).Replay(), Throws.InvalidOperationException.With.Message.Contains("0 results for 1 accounts"));
    }

    [Test]
    public void Report_WrittenAndRead_IsTheSame()
    {
        RebalanceReport report = DocumentText.Read(SampleDocument.Text).WithResults(explain: true).Results[0];
        using var first = new MemoryStream();
        report.Write(first);
        RebalanceReport read = RebalanceReport.Read(new MemoryStream(first.ToArray()));
        using var second = new MemoryStream();
        read.Write(second);
        Assert.That(second.ToArray(), Is.EqualTo(first.ToArray()));
        Assert.That(read.Hash, Is.EqualTo(report.Hash).And.Length.EqualTo(64));
    }
}
