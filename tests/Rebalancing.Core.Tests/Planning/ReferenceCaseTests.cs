using System.Text.Json;

namespace Rebalancing.Core.Tests;

/// <summary>Cases of other libraries and papers, posed through the public front: what they print is what a mandate must give.</summary>
public class ReferenceCaseTests
{
    private static readonly string[] MeanVarianceFamilies = ["min-variance", "utility", "efficient-return", "efficient-risk", "transaction-cost", "sector-constraints", "factor-constraints", "long-short", "tracking-error"];

    public static IEnumerable<TestCaseData> Cases => ReferenceCases.All
        .Where(c => MeanVarianceFamilies.Contains(c.Family) && c.HasFile("cov") && c.HasFile("mu") && CasePose.Understands(c))
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.Id));

    [TestCaseSource(nameof(Cases))]
    public void Rebalance_ThePublishedProblem_GivesThePublishedNumbers(ReferenceCase reference)
    {
        var pose = new CasePose(reference);
        RebalanceResult result = new Rebalancer(pose.Mandate, pose.Universe).Rebalance(pose.Account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double[] w = result.Weights.ToArray();
        double expectedReturn = w.Zip(pose.Returns, (x, r) => x * r).Sum(), volatility = pose.Risk.Volatility(w);
        Expect(reference, "expected_return", expectedReturn);
        Expect(reference, "volatility", volatility);
        Expect(reference, "variance", volatility * volatility);
        Expect(reference, "gross", w.Sum(Math.Abs));
        Expect(reference, "sum_w", w.Sum());
        if ((reference.ExpectedWeights ?? reference.IndependentWeights) is { } weights)
            for (int i = 0; i < w.Length; i++) Assert.That(w[i], Is.EqualTo(weights[pose.Universe[i].Symbol]).Within(2 * Tolerances.PeerNumber), pose.Universe[i].Symbol);
    }

    [Test]
    public void Cases_OfTheReferenceSet_AreNotLost()
    {
        Assert.That(Cases.Count(), Is.GreaterThanOrEqualTo(22));
    }

    private static void Expect(ReferenceCase reference, string name, double found)
    {
        if (reference.ExpectedNumber(name) is { } expected) Assert.That(found, Is.EqualTo(expected).Within(Tolerances.PeerNumber * (1 + Math.Abs(expected))), name);
    }
}
