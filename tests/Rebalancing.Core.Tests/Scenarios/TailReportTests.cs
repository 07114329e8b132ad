namespace Rebalancing.Core.Tests;

public class TailReportTests
{
    [Test]
    public void ReportAt_LossesOneToTen_SplitsTheAtomAndNamesTheTail()
    {
        ScenarioSet set = ScenarioSet.Over([.. Enumerable.Range(1, 10).Select(loss => -(double)loss)], 1, 1);
        TailReport report = new ConditionalValueAtRisk(set, 0.85).ReportAt([1.0]);
        Assert.That(report.ValueAtRisk, Is.EqualTo(9));
        Assert.That(report.ConditionalValueAtRisk, Is.EqualTo(29.0 / 3).Within(Tolerances.Summation));
        Assert.That(report.Scenarios.Select(s => s.Scenario), Is.EqualTo(new[] { 9, 8 }));
        Assert.That(report.Scenarios.Select(s => s.Weight), Is.EqualTo(new[] { 2 / 3.0, 1 / 3.0 }).Within(Tolerances.Summation));
        Assert.That(report.ToString(), Does.Contain("scenario 9: loses 1000.00 %"));
    }

    [Test]
    public void ReportAt_RandomPortfolios_ContributionsAndSharesAddUp([Range(1, 10)] int seed)
    {
        LawData data = LawData.Of(seed, 11);
        double[] w = data.RandomHoldings(new TestRandom(seed));
        foreach (ConditionalValueAtRisk tail in new[]
        {
            new ConditionalValueAtRisk(ScenarioSamples.Of(data), 0.9), new ConditionalValueAtRisk(ScenarioSamples.Of(data, unequal: true), 0.83),
            new ConditionalValueAtRisk(ScenarioSamples.ByFactors(data), 0.9, data.Universe.Values(data.Draw("target", 0, 0.2))),
        })
        {
            TailReport report = tail.ReportAt(w);
            double value = tail.ValueAt(data.Account, w);
            Assert.That(report.ConditionalValueAtRisk, Is.EqualTo(value).Within(Tolerances.Summation));
            Assert.That(report.Contributions.ToArray().Sum(), Is.EqualTo(value).Within(Tolerances.Summation));
            Assert.That(report.Scenarios.Sum(s => s.Weight), Is.EqualTo(1).Within(Tolerances.Summation));
            Assert.That(report.ValueAtRisk, Is.LessThanOrEqualTo(value + Tolerances.Summation));
        }
    }

    /// <summary>The contribution of an asset per unit of its weight is the derivative of the value: a central difference must find it wherever no loss ties.</summary>
    [Test]
    public void ReportAt_ContributionPerUnit_IsTheDerivative()
    {
        LawData data = LawData.Of(4, 11);
        double[] w = data.RandomHoldings(new TestRandom(4));
        var tail = new ConditionalValueAtRisk(ScenarioSamples.Of(data), 0.9);
        double[] contributions = tail.ReportAt(w).Contributions.ToArray();
        for (int i = 0; i < w.Length; i++)
        {
            double[] up = [.. w], down = [.. w];
            (up[i], down[i]) = (w[i] + 1e-6, w[i] - 1e-6);
            Assert.That((tail.ReportAt(up).ConditionalValueAtRisk - tail.ReportAt(down).ConditionalValueAtRisk) / 2e-6, Is.EqualTo(contributions[i] / w[i]).Within(1e-7));
        }
    }

    [Test]
    public void TailFrontier_RisesInReturnAndRisk_AndItsEndsAreTheExtremes()
    {
        LawData data = LawData.Of(2, 8);
        var tail = new ConditionalValueAtRisk(ScenarioGenerator.StudentT(data.Universe.Values(data.Draw("mean", 0, 0.01)), [.. data.Covariance.Cast<double>().Select(v => v / 12)], 5, 600, 1 / 12.0, 1), 0.95);
        var expected = new ExpectedReturn(data.Draw("return", -0.02, 0.15));
        IReadOnlyList<TailFrontierPoint> points = TailFrontier.Of(data.Account, tail, expected, points: 6).Points;
        Assert.That(points, Has.Count.EqualTo(6));
        for (int i = 1; i < points.Count; i++)
        {
            Assert.That(points[i].Result.Status, Is.EqualTo(RebalanceStatus.Optimal), points[i].Result.Engine);
            Assert.That(points[i].Return, Is.GreaterThan(points[i - 1].Return));
            Assert.That(points[i].Tail, Is.GreaterThan(points[i - 1].Tail - Tolerances.Residual));
        }
        Assert.That(points[^1].Return, Is.EqualTo(data.Draw("return", -0.02, 0.15).Max()).Within(Tolerances.Weight));
    }

    /// <summary>Every point but the last against the linear program of the least tail under its return, written out and solved by the general front; the last against that of the highest return.</summary>
    [Test]
    public void TailFrontier_EveryPoint_HasTheLeastTailForItsReturn([Values(40, 600)] int scenarios)
    {
        const int assets = 6;
        var random = new TestRandom(21);
        Universe universe = Universe.Of([.. Enumerable.Range(0, assets).Select(i => $"A{i}")]);
        double[] mu = random.UniformVector(assets, 0, 0.1);
        ScenarioSet set = ScenarioSet.Over(random.Vector(scenarios * assets, r => 0.03 * r.Normal()), assets, 1 / 12.0, universe);
        var tail = new ConditionalValueAtRisk(set, 0.9);
        Account account = Account.FromWeights(universe, random.Simplex(assets), 1_000_000m);
        Limit[] limits = [Limits.FullyInvested, new WeightBounds(0, 0.5)];
        IReadOnlyList<TailFrontierPoint> points = TailFrontier.Of(account, tail, new ExpectedReturn(universe.Values(mu)), limits, points: 7).Points;
        Assert.That(points, Has.Count.EqualTo(7));
        for (int i = 0; i < points.Count; i++)
        {
            var plain = new PlainProgram();
            int[] w = plain.Columns(assets, 0, 0.5);
            plain.Row(1, 1, w.Select(column => (column, 1.0)));
            double level = points[0].Return + (i * (points[^1].Return - points[0].Return) / 6);
            if (i > 0 && i < 6) plain.Row(level, double.PositiveInfinity, w.Select((column, a) => (column, mu[a])));
            if (i == 6) plain.Minimise(w.Select((column, a) => (column, -mu[a])));
            else plain.Minimise(plain.Tail(Enumerable.Range(0, scenarios).Select(s => (w.Select((column, a) => (column, -set[s, a])), 0.0)), set.Probabilities().ToArray(), 0.9));
            Assert.That(i == 6 ? -points[i].Return : points[i].Tail, Is.EqualTo(plain.Solve()).Within(Tolerances.SolverAgreement), points[i].Result.Engine);
            Assert.That(points[i].Return, Is.EqualTo(level).Within(Tolerances.Weight));
            Assert.That(points[i].Result.Mandate.Limits, Has.Count.EqualTo(i is 0 or 6 ? 2 : 3), "each point says under which limits it was found");
        }
    }
}
