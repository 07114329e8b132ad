namespace Rebalancing.Core.Tests.Estimation;

public class RiskReportTests
{
    [Test]
    public void Report_OfAFactorModel_AddsUpAndAgreesWithItsDenseCovariance([Range(1, 5)] int seed)
    {
        var random = new TestRandom(seed);
        Universe universe = Universe.Of([.. Enumerable.Range(0, 12).Select(i => $"A{i}")]);
        FactorModel factors = RandomModel(random, universe, 3);
        var dense = DenseRisk.FromRows([.. NaiveAlgebra.Dense(factors).Cast<double>()], 12, universe);
        double[] weights = random.NormalVector(12);
        RiskReport ours = new(factors, weights), other = new(dense, weights);
        double variance = NaiveAlgebra.Quadratic(NaiveAlgebra.Dense(factors), weights);

        Assert.That(ours.Volatility, Is.EqualTo(Math.Sqrt(variance)).Within(Tolerances.Summation));
        Assert.That(ours.Contributions.Sum(), Is.EqualTo(ours.Volatility).Within(Tolerances.Summation));
        Assert.That(ours.FactorContributions.Sum() + ours.SpecificContribution, Is.EqualTo(ours.Volatility).Within(Tolerances.Summation));
        double specific = 0;
        for (int i = 0; i < 12; i++) specific += factors.SpecificVariances[i] * weights[i] * weights[i] / ours.Volatility;
        Assert.That(ours.SpecificContribution, Is.EqualTo(specific).Within(Tolerances.Summation));
        Assert.That(ours.ByGroup(universe.GroupBy("Half", a => a.Symbol.Length == 2 ? "short" : "long")).Sum(), Is.EqualTo(ours.Volatility).Within(Tolerances.Summation));
        Assert.That(ours.Contributions, Is.EqualTo(other.Contributions).Within(Tolerances.Summation));
        Assert.That(ours.MarginalRisk, Is.EqualTo(other.MarginalRisk).Within(Tolerances.Summation));
        Assert.That(ours.DiversificationRatio, Is.EqualTo(other.DiversificationRatio).Within(Tolerances.Summation));
        Assert.That(Enumerable.Range(0, 12).Sum(ours.Share), Is.EqualTo(1).Within(Tolerances.Summation));
        Assert.That(ours.EffectiveBets(), Is.InRange(1.0, 15.0));
        Assert.That(other.EffectiveBets(), Is.InRange(1.0, 12.0));
    }

    [Test]
    public void MarginalRisk_IsTheSlopeOfTheVolatility()
    {
        var random = new TestRandom(7);
        FactorModel risk = RandomModel(random, Universe.Of("A", "B", "C", "D"), 2);
        double[] weights = [0.4, 0.3, -0.1, 0.4];
        var report = new RiskReport(risk, weights);
        const double step = 1e-6;
        for (int i = 0; i < 4; i++)
        {
            double[] up = [.. weights], down = [.. weights];
            up[i] += step;
            down[i] -= step;
            Assert.That(report.MarginalRisk[i], Is.EqualTo((risk.Volatility(up) - risk.Volatility(down)) / (2 * step)).Within(Tolerances.Residual));
        }
    }

    [Test]
    public void Report_OfEqualIndependentAssets_CountsThem()
    {
        var risk = DenseRisk.FromRows([0.04, 0, 0, 0, 0.04, 0, 0, 0, 0.04], 3);
        var report = new RiskReport(risk, [1.0 / 3, 1.0 / 3, 1.0 / 3]);
        Assert.That(report.DiversificationRatio, Is.EqualTo(Math.Sqrt(3)).Within(Tolerances.Summation));
        Assert.That(report.EffectiveAssets, Is.EqualTo(3).Within(Tolerances.Summation));
        Assert.That(report.EffectiveBets(), Is.EqualTo(3).Within(Tolerances.Summation));
        Assert.That(new RiskReport(risk, [1, 0, 0]).EffectiveBets(), Is.EqualTo(1).Within(Tolerances.Summation));
    }

    [Test]
    public void Report_OfAPortfolioWithoutRisk_SaysSo()
    {
        var report = new RiskReport(DenseRisk.FromRows([0.04, 0, 0, 0], 2), [0, 1]);
        Assert.That(report.Volatility, Is.Zero);
        Assert.That(report.Contributions, Is.All.Zero);
        Assert.That(report.DiversificationRatio, Is.NaN);
        Assert.That(report.EffectiveBets(), Is.NaN);
    }

    [Test]
    public void Functions_OfPublishedPortfolios_HaveThePublishedValues()
    {
        ReferenceCase one = ReferenceCases.Get("ppo-fn-eqw-variance"), two = ReferenceCases.Get("ppo-fn-tracking-error");
        DenseRisk risk = ReferenceReturns.Covariance(one);
        double[] equal = [.. Enumerable.Repeat(1.0 / 20, 20)], active = [.. Enumerable.Range(0, 20).Select(i => (i < 5 ? 0.2 : 0) - (1.0 / 20))];
        Assert.That(new RiskReport(risk, equal).Variance, Is.EqualTo(one.ExpectedNumber("value")!.Value).Within(1e-7));
        Assert.That(new RiskReport(risk, active).Variance, Is.EqualTo(two.ExpectedNumber("value")!.Value).Within(1e-7));
    }

    internal static FactorModel RandomModel(TestRandom random, Universe universe, int factors)
    {
        double[] root = random.NormalVector(factors * factors), covariance = new double[factors * factors];
        for (int p = 0; p < factors; p++)
            for (int q = 0; q < factors; q++)
                for (int r = 0; r < factors; r++) covariance[(p * factors) + q] += 0.02 * root[(p * factors) + r] * root[(q * factors) + r];
        return FactorModel.Full(DenseMap.FromColumns(random.NormalVector(factors * universe.Count), factors, universe.Count), covariance, universe.Values(random.UniformVector(universe.Count, 0.01, 0.09)));
    }
}
