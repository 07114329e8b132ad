namespace Rebalancing.Core.Tests.Estimation;

public class PortfolioRuleTests
{
    [Test]
    public void MaximumSharpe_WithoutBounds_IsTheTangencyPortfolio()
    {
        var random = new TestRandom(4);
        FactorModel risk = RiskReportTests.RandomModel(random, Universe.Of("A", "B", "C", "D"), 2);
        double[] mu = random.UniformVector(4, 0.05, 0.12);
        double[] tangency = NaiveAlgebra.Solve(risk, mu);
        double sum = tangency.Sum();
        Assert.That(sum, Is.Positive, "otherwise there is no tangency portfolio");
        AssetValues ours = MaximumSharpe.Weights(risk, mu, lower: Enumerable.Repeat(double.NegativeInfinity, 4).ToArray());
        Assert.That(ours, Is.EqualTo(tangency.Select(w => w / sum)).Within(Tolerances.Weight));
    }

    [Test]
    public void InverseVolatility_ByVolatilityAndByVariance_AreTheirFormulas()
    {
        DenseRisk risk = DenseRisk.FromCorrelations([0.1, 0.2, 0.3, 0.4], [1, 0.3, 0.3, 0.3, 0.3, 1, 0.3, 0.3, 0.3, 0.3, 1, 0.3, 0.3, 0.3, 0.3, 1]);
        Assert.That(InverseVolatility.Weights(risk), Is.EqualTo(new[] { 0.48, 0.24, 0.16, 0.12 }).Within(Tolerances.Summation));
        Assert.That(InverseVolatility.Weights(risk, byVariance: true)[0], Is.EqualTo(1 / (1 + 0.25 + (1 / 9.0) + (1 / 16.0))).Within(Tolerances.Summation));
    }

    [Test]
    public void HierarchicalRiskParity_OfTwoBlocks_SplitsBetweenThemByVariance()
    {
        // two pairs that do not know one another: each pair is a cluster, inverse variance inside and between
        DenseRisk risk = DenseRisk.FromCorrelations([0.1, 0.2, 0.1, 0.2], [1, 0, 0.9, 0, 0, 1, 0, 0.9, 0.9, 0, 1, 0, 0, 0.9, 0, 1]);
        AssetValues ours = HierarchicalRiskParity.Weights(risk);
        Assert.That(ours, Is.EqualTo(new[] { 0.4, 0.1, 0.4, 0.1 }).Within(Tolerances.Summation));
    }

    [Test]
    public void Rules_ImpossibleInputs_AreNamed()
    {
        DenseRisk flat = DenseRisk.FromRows([0.04, 0, 0, 0], 2, Universe.Of("VTI", "CASH")), risk = DenseRisk.FromRows([0.04, 0, 0, 0.09], 2);
        Assert.That(() => InverseVolatility.Weights(flat), Throws.ArgumentException.With.Message.Contains("'CASH'"));
        Assert.That(() => MinimumVariance.Weights(risk, upper: new double[] { 0.4, 0.4 }), Throws.ArgumentException.With.Message.Contains("upper bounds to 0.8"));
        Assert.That(() => MaximumSharpe.Weights(risk, new double[] { 0.01, 0.02 }, riskFree: 0.03), Throws.ArgumentException.With.Message.Contains("more than the riskless return 0.03"));
        Assert.That(() => MaximumDiversification.Weights(risk, lower: new double[] { -0.1, 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("-0.1"));
    }
}
