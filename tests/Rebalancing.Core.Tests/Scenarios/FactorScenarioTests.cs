namespace Rebalancing.Core.Tests;

/// <summary>Factor scenarios with loadings: the answers of the large matrix, which is never formed.</summary>
public class FactorScenarioTests
{
    [Test]
    public void Rebalance_AnyMeasureOverFactorScenarios_IsTheAnswerOverTheLargeMatrix([Values] ScenarioMeasure measure, [Values] bool asLimit)
    {
        const int assets = 6, factors = 3, count = 40;
        var random = new TestRandom(11);
        Universe universe = Universe.Of([.. Enumerable.Range(0, assets).Select(i => $"A{i}")]);
        ScenarioSet byFactor = ScenarioSet.FromFactors(DenseMap.FromRows(random.Vector(count * factors, r => 0.002 + (0.03 * r.Normal())), count, factors), DenseMap.FromColumns(random.UniformVector(assets * factors, -0.5, 1.2), factors, assets), 1 / 12.0, universe);
        ScenarioSet large = ScenarioSet.Over([.. Enumerable.Range(0, count * assets).Select(q => byFactor[q / assets, q % assets])], assets, 1 / 12.0, universe);
        double[] start = random.Simplex(assets), benchmark = random.Simplex(assets), mu = random.UniformVector(assets, 0, 0.03), cost = random.UniformVector(assets, 0.0005, 0.002);
        Account account = Account.FromWeights(universe, start, 1_000_000m);
        double[] values = [.. new[] { byFactor, large }.Select(set =>
        {
            Term term = ScenarioMeasures.Term(measure, set, benchmark);
            Objective rest = 1.0 * new ExpectedReturn(universe.Values(mu)) + new TradingCost(universe.Values(cost)) + 0.1 * new Concentration();
            Limit[] limits = [Limits.FullyInvested, Limits.LongOnly, .. asLimit ? [term.AtMost(1.02 * term.ValueAt(account, start))] : Array.Empty<Limit>()];
            var mandate = new Mandate { Objective = asLimit ? rest : 1.0 * term + rest, Limits = limits, CostSettlement = CostSettlement.Outside };
            RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
            return result.Objective;
        })];
        Assert.That(values[0], Is.EqualTo(values[1]).Within(Tolerances.SolverAgreement * (1 + Math.Abs(values[1]))));
    }

    /// <summary>20,000 scenarios, 400 assets, 6 factors: the large matrix would take 64 MB.</summary>
    [Test]
    public void Rebalance_ManyScenariosAndAssets_NeverFormsTheLargeMatrix()
    {
        const int assets = 400, factors = 6, count = 20_000;
        var random = new TestRandom(12);
        double[] moves = random.Vector(count * factors, r => 0.0003 + (0.01 * r.Normal())), loadings = random.UniformVector(assets * factors, -0.4, 1.2), cost = random.UniformVector(assets, 0.0002, 0.001);
        Universe universe = Universe.Of([.. Enumerable.Range(0, assets).Select(i => $"A{i}")]);
        Account account = Account.FromWeights(universe, random.Simplex(assets), 1_000_000m);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenarioSet set = ScenarioSet.FromFactors(DenseMap.OverRows(moves, count, factors), DenseMap.FromColumns(loadings, factors, assets), 1 / 252.0, universe);
        var mandate = new Mandate { Objective = new ConditionalValueAtRisk(set) + new TradingCost(universe.Values(cost)), Limits = [Limits.FullyInvested, new WeightBounds(0, 0.05)], CostSettlement = CostSettlement.Outside };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        Assert.That(result.Engine, Does.StartWith("Scenarios"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan((long)count * assets * sizeof(double)), result.Engine);
        Assert.That(result.Certificate.RelativeGap, Is.LessThan(Tolerances.ReferenceCertificate));
    }

    [Test]
    public void WithStress_OnFactorScenarios_IsTheLargeMatrixWithTheEventsAndStaysByFactors([Values] bool byAsset)
    {
        double[] loadings = [1, 0.5, -0.2, 0.3, 0.8, 1.1];
        ScenarioSet set = ScenarioSet.FromFactors(DenseMap.FromRows([0.01, 0.02, -0.03, 0.04, 0.0, 0.01, 0.02, -0.01], 4, 2),
            byAsset ? DenseMap.FromColumns(loadings, 2, 3) : DenseMap.FromRows([1, -0.2, 0.8, 0.5, 0.3, 1.1], 2, 3), 1, probabilities: [0.1, 0.2, 0.3, 0.4]);
        ScenarioSet both = set.WithStress(new StressScenario("Crash", [-0.4, -0.3, 0.1], 0.02), new StressScenario("Squeeze", [0.1, -0.2, -0.3], 0.03));
        Assert.That((both.IsByFactors, both.Count, both.NameOf(4), both.NameOf(5)), Is.EqualTo((true, 6, "Crash", "Squeeze")));
        for (int s = 0; s < 4; s++)
            for (int i = 0; i < 3; i++) Assert.That(both[s, i], Is.EqualTo(set[s, i]).Within(Tolerances.Rounding));
        Assert.That(Enumerable.Range(0, 3).Select(i => both[4, i]), Is.EqualTo(new[] { -0.4, -0.3, 0.1 }).Within(Tolerances.Rounding));
        Assert.That(Enumerable.Range(0, 3).Select(i => both[5, i]), Is.EqualTo(new[] { 0.1, -0.2, -0.3 }).Within(Tolerances.Rounding));
        Assert.That(both.Probabilities().ToArray(), Is.EqualTo(new[] { 0.095, 0.19, 0.285, 0.38, 0.02, 0.03 }).Within(Tolerances.Rounding));
    }
}
