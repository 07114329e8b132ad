namespace Rebalancing.Core.Tests.Estimation;

public class ScenarioRiskParityTests
{
    [TestCase("rpl-riskparity-mad", BudgetedMeasure.MeanAbsoluteDeviation)]
    [TestCase("rpl-riskparity-msv", BudgetedMeasure.SemiDeviation)]
    [TestCase("rpl-riskparity-flpm", BudgetedMeasure.MeanShortfall)]
    [TestCase("rpl-riskparity-slpm", BudgetedMeasure.DownsideDeviation)]
    [TestCase("rpl-riskparity-cdar", BudgetedMeasure.ConditionalDrawdown)]
    public void Weights_OfPublishedReturns_AreThePeers(string id, BudgetedMeasure measure)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        ReturnSeries returns = ReferenceReturns.Returns(one, 252);
        AssetValues ours = ScenarioRiskParity.Weights(ScenarioSet.FromHistory(returns), measure);
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, ReferenceReturns.ExpectedVector(one, "weights"), 1e-4);
    }

    /// <summary>The peer minimises an approximation of Gini's measure by p-norms. The exact portfolio has the larger ratio of geometric mean weight to measure, which is what equal budgets maximise.</summary>
    [Test]
    public void Weights_OfGinisMeanDifference_AreNearThePeersAndBetter()
    {
        ReferenceCase one = ReferenceCases.Get("rpl-riskparity-gmd");
        ReturnSeries returns = ReferenceReturns.Returns(one, 252);
        AssetValues ours = ScenarioRiskParity.Weights(ScenarioSet.FromHistory(returns), BudgetedMeasure.GiniMeanDifference);
        Dictionary<string, double> peers = ReferenceReturns.ExpectedVector(one, "weights");
        ReferenceReturns.AssertVector(i => ours[i], returns.Universe!, peers, 3e-3);
        double Value(IEnumerable<double> w) => Math.Log(RiskMeasures.GiniMeanDifference(returns.Portfolio([.. w]).Asset(0))) - w.Average(Math.Log);
        double best = Value(ours);
        Assert.That(best, Is.LessThan(Value(returns.Universe!.Assets.Select(a => peers[a.Symbol]))));
        var random = new TestRandom(6);
        for (int trial = 0; trial < 50; trial++) Assert.That(best, Is.LessThanOrEqualTo(Value(ours.Select(w => w * (1 + (0.02 * random.Normal()))).ToArray())));
    }

    /// <summary>Contributions by finite differences of the measure as it is defined for a series of returns.</summary>
    [TestCase(BudgetedMeasure.SemiDeviation, 1)]
    [TestCase(BudgetedMeasure.DownsideDeviation, 2)]
    public void Weights_OfSmoothMeasures_HaveTheirBudgets(BudgetedMeasure measure, int seed)
    {
        var random = new TestRandom(seed);
        ReturnSeries returns = ReturnSeries.FromReturns(ReferenceReturns.Random(random, 400, 6), 252);
        double[] budgets = random.Simplex(6);
        AssetValues ours = ScenarioRiskParity.Weights(ScenarioSet.FromHistory(returns), measure, budgets);
        double Risk(double[] w) => RiskMeasures.SemiDeviation(returns.Portfolio(w).Asset(0), measure == BudgetedMeasure.SemiDeviation ? null : 0, ddof: 0);
        double total = Risk([.. ours]);
        for (int i = 0; i < 6; i++)
        {
            double[] up = [.. ours], down = [.. ours];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            Assert.That(ours[i] * (Risk(up) - Risk(down)) / 2e-5 / total, Is.EqualTo(budgets[i]).Within(1e-6));
        }
        Assert.That(ours.Sum(), Is.EqualTo(1).Within(Tolerances.Summation));
    }

    [Test]
    public void Weights_OfWhatCannotBe_SayWhy()
    {
        ScenarioSet gains = ScenarioSet.FromRows(new double[,] { { 0.01, 0.02 }, { 0.03, 0.01 } }, 1);
        Assert.That(() => ScenarioRiskParity.Weights(gains, BudgetedMeasure.ConditionalValueAtRisk), Throws.InstanceOf<Exception>().With.Message.Contains("Risk budgeting over scenarios"));
        Assert.That(() => ScenarioRiskParity.Weights(ScenarioSet.FromRows(new double[2, 2], 1), BudgetedMeasure.MeanAbsoluteDeviation), Throws.ArgumentException.With.Message.Contains("no risk to budget"));
        Assert.That(() => ScenarioRiskParity.Weights(gains, BudgetedMeasure.MeanAbsoluteDeviation, [1.0, 0.0]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("risk budget for index 1 is 0"));
        Assert.That(() => ScenarioRiskParity.Weights(gains, BudgetedMeasure.ConditionalValueAtRisk, confidence: 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("confidence is 1"));
    }
}
