using System.Text.Json;

namespace Rebalancing.Testing.Tests;

public class ReferenceCaseTests
{
    [Test]
    public void All_Cases_AreThoseItsSourceCounts()
    {
        var cases = ReferenceCases.All;
        Assert.That(cases, Has.Count.EqualTo(292));
        Assert.That(cases.Select(c => c.Id), Is.Unique);
        Assert.That(cases.Count(c => c.Provenance == "asserted-by-peer-test"), Is.EqualTo(247));
        Assert.That(ReferenceCases.Family("risk-measure").Count(), Is.EqualTo(54));
        Assert.That(cases.All(c => c.Source.GetProperty("licence").GetString()!.Length > 0));
    }

    [Test]
    public void File_EveryInputOfEveryCase_IsThereAndReads()
    {
        var names = from c in ReferenceCases.All from input in c.Inputs.EnumerateObject() where c.HasFile(input.Name) select (c, input.Name);
        var paths = names.DistinctBy(n => n.c.Inputs.GetProperty(n.Name).GetString()).ToArray();
        Assert.That(paths, Is.Not.Empty);
        foreach (var (c, name) in paths)
        {
            var matrix = c.File(name);
            Assert.That(matrix.RowLabels, Is.Unique, $"{c.Id} {name}");
            Assert.That(matrix.ColumnLabels, Is.Unique, $"{c.Id} {name}");
        }
    }

    // Expected volatilities are recomputed from the weights of another solver: sqrt(w' Sigma w).
    [Test]
    public void ExpectedNumber_Volatility_IsThatOfTheIndependentWeights()
    {
        var count = 0;
        foreach (var c in ReferenceCases.All)
        {
            if (c.IndependentWeights is not { } weights || !c.HasFile("cov") || c.ExpectedNumber("volatility") is not { } volatility) continue;
            var covariance = c.File("cov");
            var w = covariance.RowLabels.Select(a => weights[a]).ToArray();
            var variance = 0.0;
            for (var i = 0; i < w.Length; i++)
            {
                for (var j = 0; j < w.Length; j++) variance += w[i] * w[j] * covariance[i, j];
            }
            Assert.That(Math.Sqrt(variance), Is.EqualTo(volatility).Within(Tolerances.PeerNumber), c.Id);
            count++;
        }
        Assert.That(count, Is.GreaterThanOrEqualTo(20));
    }

    [Test]
    public void File_Prices_LeavesMissingValuesAsNaN()
    {
        var prices = ReferenceCases.All.First(c => c.HasFile("prices") && c.Inputs.GetProperty("prices").GetString()!.EndsWith("ppo/prices.csv", StringComparison.Ordinal)).File("prices");
        Assert.That(prices.RowLabels[0], Is.EqualTo("1989-12-29"));
        Assert.That(prices[0, 0], Is.NaN);
        Assert.That(prices[0, 1], Is.EqualTo(0.117203));
        Assert.That(prices.Select(["SBUX", "GOOG"]).ColumnLabels, Is.EqualTo(new[] { "SBUX", "GOOG" }));
    }

    [Test]
    public void File_ThatTheCaseLacks_NamesTheCase()
    {
        Assert.That(() => ReferenceCases.Get("ppo-minvol-short-unbounded").File("factors"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("ppo-minvol-short-unbounded"));
    }

    [Test]
    public void Tolerance_OfEachCase_IsAnObject()
    {
        Assert.That(ReferenceCases.All.Select(c => c.Tolerance.ValueKind), Is.All.EqualTo(JsonValueKind.Object));
    }
}
