using System.Globalization;
using System.Text;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>The committed table of reference cases says what the library gives today.</summary>
public class ReferenceTableTests
{
    /// <summary>Below this a difference is rounding, and which number differs most is chance: it may be another one on another machine.</summary>
    private const double Rounding = 1e-6;

    [Test]
    public void Table_OfReferenceCases_IsTheCommittedOne()
    {
        List<string> rows = [.. ReferenceAnswers.Cases.Select(Row)];
        string text = Heading() + string.Join('\n', rows) + "\n", received = Path.Combine(AppContext.BaseDirectory, "reference-cases.received.md");
        File.WriteAllText(received, text);
        string path = RepositoryFolder.Combine("benchmarks", "results", "reference-cases.md");
        Assert.That(File.Exists(path), $"the table is missing; copy {received} to {path}");
        string[] committed = [.. File.ReadAllLines(path).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        Assert.That(committed, Has.Length.EqualTo(rows.Count), $"compare with {received}");
        for (int i = 0; i < rows.Count; i++) AssertSameRow(committed[i], rows[i]);
    }

    private static void AssertSameRow(string committed, string now)
    {
        string[] was = committed.Split('|'), isNow = now.Split('|');
        Assert.That(was[1..4], Is.EqualTo(isNow[1..4]), "case, source and what is compared");
        Assert.That(was, Has.Length.EqualTo(isNow.Length));
        bool isAnswered = double.TryParse(was[6], NumberStyles.Float, CultureInfo.InvariantCulture, out double before);
        Assert.That(double.TryParse(isNow[6], NumberStyles.Float, CultureInfo.InvariantCulture, out double difference), Is.EqualTo(isAnswered), now);
        if (!isAnswered) return;
        if (before <= Rounding) Assert.That(difference, Is.LessThanOrEqualTo(Rounding), now);
        else Assert.That(difference, Is.EqualTo(before).Within(Rounding + (0.2 * before)), now);
    }

    private static string Heading() =>
        "# Reference cases of estimation, portfolio rules, tracking and worst cases\n\n" +
        "What others published and what this library gives, written by the test `ReferenceTableTests` from `tests/ReferenceData/refcases`. Numbers: how many are compared; published and ours: the one of\n" +
        "them that differs most; difference: that largest absolute difference. Sources are peers' own tests (their numbers are as exact as their solvers), printed tables, or a second solver.\n" +
        "Hierarchies (rpl-): risk parity runs down an order of the tree's leaves, and equal risk and nested clusters have a number of clusters (four), that were found by trying which give the printed weights; the cases check measures and splitting.\n" +
        "Budgets of entropic and Gini measures: shares of the measure at the published weights, a tenth each; drawdowns and tail Gini have kinks, where a share is one of an interval, and the peer approximates both Gini measures. Minimum variance of a covariance that is singular, or not\n" +
        "symmetric as printed: the variance. The factor model with views: loadings by least squares here, by a cross-validated Lasso at the peer.\n\n" +
        "| case | source | numbers | published | ours | difference |\n|---|---|---|---|---|---|\n";

    private static string Row(ReferenceCase one)
    {
        if (ReferenceAnswers.NotAnswered(one) is { } reason) return $"| {one.Id} | {one.Provenance} | none: {reason} | | | |";
        (double[] expected, double[] ours) = ReferenceAnswers.Of(one);
        Assert.That(ours, Has.Length.EqualTo(expected.Length), one.Id);
        int worst = Enumerable.Range(0, ours.Length).MaxBy(i => Math.Abs(ours[i] - expected[i]));
        return new StringBuilder().Append(CultureInfo.InvariantCulture, $"| {one.Id} | {one.Provenance} | {ours.Length} | {expected[worst]:G8} | {ours[worst]:G8} | {Math.Abs(ours[worst] - expected[worst]):0E+0} |").ToString();
    }
}
