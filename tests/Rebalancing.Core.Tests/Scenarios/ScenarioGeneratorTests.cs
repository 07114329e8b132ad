namespace Rebalancing.Core.Tests;

/// <summary>Draws have the moments they were asked for, up to the error of sampling, and repeat with their seed.</summary>
public class ScenarioGeneratorTests
{
    private const int Many = 100_000;
    private static readonly double[] Mean = [0.01, -0.02];
    private static readonly double[] Covariance = [0.04, 0.012, 0.012, 0.09];

    [Test]
    public void Normal_ManyDraws_HaveTheMomentsAskedFor()
    {
        ScenarioSet set = ScenarioGenerator.Normal(Mean, Covariance, Many, 1, seed: 3);
        AssertMoments(set, kurtosis: 3, kurtosisWithin: 0.1);
        Assert.That(new ConditionalValueAtRisk(set, 0.95).ValueAt(Account.FromWeights(Universe.Of("A", "B"), [1.0, 0.0], 1m), [1.0, 0.0]), Is.EqualTo(-0.01 + (0.2 * 2.0627128)).Within(0.005));
    }

    [Test]
    public void StudentT_ManyDraws_HaveTheMomentsAskedForAndFatTails() =>
        AssertMoments(ScenarioGenerator.StudentT(Mean, Covariance, 8, Many, 1, seed: 4), kurtosis: 3 + (6 / 4.0), kurtosisWithin: 0.5);

    [Test]
    public void Draws_WithTheSameSeed_AreTheSameBits()
    {
        ScenarioSet first = ScenarioGenerator.StudentT(Mean, Covariance, 4, 100, 1, seed: 9), again = ScenarioGenerator.StudentT(Mean, Covariance, 4, 100, 1, seed: 9), other = ScenarioGenerator.StudentT(Mean, Covariance, 4, 100, 1, seed: 10);
        Assert.That(Cells(again), Is.EqualTo(Cells(first)));
        Assert.That(Cells(other), Is.Not.EqualTo(Cells(first)));
    }

    [Test]
    public void FilteredBootstrap_ACalmEndAfterAStorm_ScalesToTheCalm()
    {
        var random = new TestRandom(6);
        var returns = new double[400, 1];
        for (int t = 0; t < 400; t++) returns[t, 0] = (t < 200 ? 0.03 : 0.005) * random.Normal();
        ScenarioSet set = ScenarioGenerator.FilteredBootstrap(ReturnSeries.FromReturns(returns, 252), 20_000, seed: 1, block: 5);
        double deviation = Math.Sqrt(Cells(set).Average(r => r * r));
        Assert.That(deviation, Is.EqualTo(0.005).Within(0.002));
        Assert.That(set.PeriodYears, Is.EqualTo(1 / 252.0));
    }

    [Test]
    public void Copula_OfHistory_KeepsEachDistributionAndTheRankCorrelation([Values(double.PositiveInfinity, 4.0)] double degreesOfFreedom)
    {
        var random = new TestRandom(8);
        var returns = new double[2000, 2];
        for (int t = 0; t < 2000; t++)
        {
            double common = random.Normal();
            returns[t, 0] = Math.Exp(0.3 * common) - 1;
            returns[t, 1] = 0.02 * (common + random.Normal());
        }
        ReturnSeries history = ReturnSeries.FromReturns(returns, 252);
        ScenarioSet set = ScenarioGenerator.Copula(history, 20_000, seed: 2, degreesOfFreedom);
        for (int i = 0; i < 2; i++)
        {
            double[] past = history.Asset(i), drawn = [.. Enumerable.Range(0, set.Count).Select(s => set[s, i])];
            Array.Sort(past);
            Array.Sort(drawn);
            foreach (double q in new[] { 0.01, 0.05, 0.5, 0.95 }) Assert.That(drawn[(int)(q * drawn.Length)], Is.InRange(past[(int)(q * past.Length) - 1], past[(int)(q * past.Length) + 1]), "between the neighbours of the past quantile");
        }
        Assert.That(Spearman(Enumerable.Range(0, set.Count).Select(s => set[s, 0]), Enumerable.Range(0, set.Count).Select(s => set[s, 1])),
            Is.EqualTo(Spearman(history.Asset(0), history.Asset(1))).Within(0.05));
    }

    [Test]
    public void Generators_BadArguments_AreRefused()
    {
        Assert.That(() => ScenarioGenerator.StudentT(Mean, Covariance, 2, 10, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("above 2"));
        Assert.That(() => ScenarioGenerator.Normal(Mean, Covariance, 0, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ScenarioGenerator.FilteredBootstrap(ReturnSeries.FromReturns(new double[40, 1], 252), 10, 1, block: 41), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("40 periods"));
    }

    private static double[] Cells(ScenarioSet set) => [.. Enumerable.Range(0, set.Count * set.Assets).Select(q => set[q / set.Assets, q % set.Assets])];

    private static double Spearman(IEnumerable<double> a, IEnumerable<double> b)
    {
        double[] x = Ranks([.. a]), y = Ranks([.. b]);
        return x.Zip(y, (p, q) => p * q).Sum() / Math.Sqrt(x.Sum(p => p * p) * y.Sum(q => q * q));

        static double[] Ranks(double[] values)
        {
            int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
            var ranks = new double[values.Length];
            for (int r = 0; r < order.Length; r++) ranks[order[r]] = r - (0.5 * (values.Length - 1));
            return ranks;
        }
    }

    private static void AssertMoments(ScenarioSet set, double kurtosis, double kurtosisWithin)
    {
        for (int i = 0; i < 2; i++)
        {
            Assert.That(set.Means[i], Is.EqualTo(Mean[i]).Within(0.004));
            for (int j = 0; j < 2; j++)
                Assert.That(Enumerable.Range(0, set.Count).Average(s => (set[s, i] - Mean[i]) * (set[s, j] - Mean[j])), Is.EqualTo(Covariance[(i * 2) + j]).Within(0.002));
        }
        Assert.That(Enumerable.Range(0, set.Count).Average(s => Math.Pow(set[s, 0] - Mean[0], 4)) / Math.Pow(Covariance[0], 2), Is.EqualTo(kurtosis).Within(kurtosisWithin));
    }
}
