using Rebalancing.Numerics;

namespace Rebalancing.Core.Tests.Estimation;

public class FactorEstimateTests
{
    [TestCase(200, 8, 8)]
    [TestCase(9, 30, 8)]
    public void Principal_WithAllDirections_IsTheSampleCovariance(int periods, int assets, int factors)
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(11), periods, assets);
        FactorEstimate estimate = StatisticalFactors.Principal(ReturnSeries.FromReturns(data, 12), factors);
        AssertSame(NaiveAlgebra.Dense(estimate.Model), NaiveAlgebra.Covariance(data, 1), 12);
    }

    [Test]
    public void Principal_OfSomeFactors_KeepsEveryAssetsVarianceAndIsTheSameOnEitherSide()
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(12), 40, 25);
        FactorEstimate estimate = StatisticalFactors.Principal(ReturnSeries.FromReturns(data, 252), 3);
        double[,] sample = NaiveAlgebra.Covariance(data, 1), ours = NaiveAlgebra.Dense(estimate.Model);
        for (int i = 0; i < 25; i++)
        {
            Assert.That(ours[i, i], Is.EqualTo(252 * sample[i, i]).Within(Tolerances.Summation));
            Assert.That(estimate.Model.AssetVariance(i), Is.EqualTo(ours[i, i]).Within(Tolerances.Summation));
            Assert.That(estimate.Explained[i], Is.InRange(0.0, 1.0));
        }
        // the loadings of a factor are an eigenvector of the sample covariance
        double[] vector = new double[25], image = new double[25];
        for (int i = 0; i < 25; i++)
        {
            var unit = new double[25];
            unit[i] = 1;
            vector[i] = estimate.Model.Exposures(unit)[0];
        }
        for (int i = 0; i < 25; i++)
            for (int j = 0; j < 25; j++) image[i] += 252 * sample[i, j] * vector[j];
        for (int i = 0; i < 25; i++) Assert.That(image[i], Is.EqualTo(estimate.Model.FactorCovariance(0, 0) * vector[i]).Within(Tolerances.LinearAlgebra));
        Assert.That(vector.Sum(v => v * v), Is.EqualTo(1).Within(Tolerances.Summation));
    }

    [Test]
    public void Principal_FactorReturns_HaveTheFactorVariances()
    {
        FactorEstimate estimate = StatisticalFactors.Principal(ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(13), 60, 10), 52), 2);
        for (int k = 0; k < 2; k++)
        {
            double[] f = [.. Enumerable.Range(0, 60).Select(t => estimate.FactorReturn(t, k))];
            double mean = f.Average();
            Assert.That(52 * f.Sum(v => (v - mean) * (v - mean)) / 59, Is.EqualTo(estimate.Model.FactorCovariance(k, k)).Within(Tolerances.LinearAlgebra));
        }
    }

    [Test]
    public void Asymptotic_KeepsVariances_AndIsNotMisledByOneNoisyAsset()
    {
        var random = new TestRandom(14);
        double[,] data = ReferenceReturns.Random(random, 60, 200);
        for (int t = 0; t < 60; t++) data[t, 17] = random.Uniform(-0.7, 0.7);
        ReturnSeries returns = ReturnSeries.FromReturns(data, 252);
        FactorEstimate plain = StatisticalFactors.Principal(returns, 1), weighted = StatisticalFactors.Asymptotic(returns, 1);
        Assert.That(plain.Explained[17], Is.GreaterThan(0.9));
        Assert.That(weighted.Explained[17], Is.LessThan(0.2));
        double[,] sample = NaiveAlgebra.Covariance(data, 1);
        for (int i = 0; i < 200; i++) Assert.That(weighted.Model.AssetVariance(i), Is.EqualTo(252 * sample[i, i]).Within(Tolerances.LinearAlgebra * 252 * sample[17, 17]));
    }

    [Test]
    public void TimeSeries_RegressionOnTwoFactors_SolvesTheNormalEquations()
    {
        var random = new TestRandom(15);
        double[,] assets = ReferenceReturns.Random(random, 80, 4), factors = ReferenceReturns.Random(random, 80, 2);
        FactorEstimate estimate = TimeSeriesFactors.Estimate(ReturnSeries.FromReturns(assets, 12), ReturnSeries.FromReturns(factors, 12));
        var normal = new double[3, 3];
        for (int i = 0; i < 4; i++)
        {
            var right = new double[3];
            Array.Clear(normal);
            for (int t = 0; t < 80; t++)
            {
                double[] x = [1, factors[t, 0], factors[t, 1]];
                for (int p = 0; p < 3; p++)
                {
                    right[p] += x[p] * assets[t, i];
                    for (int q = 0; q < 3; q++) normal[p, q] += x[p] * x[q];
                }
            }
            double[] b = NaiveAlgebra.Solve(normal, right);
            double residual = Enumerable.Range(0, 80).Sum(t => Math.Pow(assets[t, i] - b[0] - (b[1] * factors[t, 0]) - (b[2] * factors[t, 1]), 2));
            var unit = new double[4];
            unit[i] = 1;
            Assert.That(estimate.Model.Exposures(unit), Is.EqualTo(b[1..]).Within(Tolerances.LinearAlgebra));
            Assert.That(estimate.Model.SpecificVariances[i], Is.EqualTo(12 * residual / 77).Within(Tolerances.LinearAlgebra));
        }
        double[,] covariance = NaiveAlgebra.Covariance(factors, 1);
        Assert.That(estimate.Model.FactorCovariance(0, 1), Is.EqualTo(12 * covariance[0, 1]).Within(Tolerances.Summation));
    }

    [Test]
    public void TimeSeries_CollinearFactors_AreNamed()
    {
        double[,] factors = ReferenceReturns.Random(new TestRandom(16), 50, 3);
        for (int t = 0; t < 50; t++) factors[t, 2] = factors[t, 0] - (0.5 * factors[t, 1]);
        ReturnSeries named = ReturnSeries.FromReturns(factors, 12, universe: Universe.Of("Market", "Rates", "Mix"));
        Assert.That(() => TimeSeriesFactors.Estimate(ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(17), 50, 2), 12), named),
            Throws.ArgumentException.With.Message.Contains("'Mix' (index 2)").And.Message.Contains("combination"));
    }

    [Test]
    public void CrossSectional_ReturnsMadeOfFactors_FindsThem()
    {
        var random = new TestRandom(18);
        double[,] exposures = new double[30, 3];
        for (int i = 0; i < 30; i++) (exposures[i, 0], exposures[i, 1], exposures[i, 2]) = (1, random.Normal(), i % 2);
        double[,] returns = new double[100, 30], true_ = new double[100, 3];
        for (int t = 0; t < 100; t++)
        {
            for (int f = 0; f < 3; f++) true_[t, f] = 0.01 * random.Normal();
            for (int i = 0; i < 30; i++)
                for (int f = 0; f < 3; f++) returns[t, i] += exposures[i, f] * true_[t, f];
        }
        FactorEstimate estimate = CrossSectionalFactors.Estimate(ReturnSeries.FromReturns(returns, 252), exposures, new CrossSectionalOptions { RegressionWeights = random.UniformVector(30, 0.5, 2) });
        for (int t = 0; t < 100; t++)
            for (int f = 0; f < 3; f++) Assert.That(estimate.FactorReturn(t, f), Is.EqualTo(true_[t, f]).Within(Tolerances.LinearAlgebra));
        double[,] covariance = NaiveAlgebra.Covariance(true_, 1);
        for (int f = 0; f < 3; f++)
            for (int g = 0; g < 3; g++) Assert.That(estimate.Model.FactorCovariance(f, g), Is.EqualTo(252 * covariance[f, g]).Within(Tolerances.LinearAlgebra));
        Assert.That(estimate.Explained, Is.All.EqualTo(1).Within(Tolerances.LinearAlgebra));
    }

    [Test]
    public void CrossSectional_WeightedLeastSquares_SolvesTheWeightedNormalEquations()
    {
        var random = new TestRandom(19);
        double[,] returns = ReferenceReturns.Random(random, 5, 9), exposures = new double[9, 2];
        double[] weights = random.UniformVector(9, 0.2, 3);
        for (int i = 0; i < 9; i++) (exposures[i, 0], exposures[i, 1]) = (1, random.Normal());
        FactorEstimate estimate = CrossSectionalFactors.Estimate(ReturnSeries.FromReturns(returns, 1), exposures, new CrossSectionalOptions { RegressionWeights = weights });
        for (int t = 0; t < 5; t++)
        {
            var normal = new double[2, 2];
            var right = new double[2];
            for (int i = 0; i < 9; i++)
                for (int p = 0; p < 2; p++)
                {
                    right[p] += weights[i] * exposures[i, p] * returns[t, i];
                    for (int q = 0; q < 2; q++) normal[p, q] += weights[i] * exposures[i, p] * exposures[i, q];
                }
            double[] f = NaiveAlgebra.Solve(normal, right);
            Assert.That(new[] { estimate.FactorReturn(t, 0), estimate.FactorReturn(t, 1) }, Is.EqualTo(f).Within(Tolerances.LinearAlgebra));
        }
    }

    [TestCase(0, null)]
    [TestCase(3, null)]
    [TestCase(5, 20.0)]
    public void NeweyWest_OfFactorReturns_IsTheNaiveSumAndStaysSemidefinite(int lags, double? halfLife)
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(20), 50, 3);
        double[] ours = FactorCovariance.Of(ReturnSeries.FromReturns(data, 1), halfLife is { } h ? Decay.HalfLife(h) : null, lags);
        double[] mean = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 50).Average(t => data[t, i]))];
        double[] weight = [.. Enumerable.Range(0, 50).Select(t => halfLife is { } h ? Math.Pow(0.5, (49 - t) / h) : 50.0 / 49)];
        double total = halfLife is null ? 50 : weight.Sum();
        for (int p = 0; p < 3; p++)
            for (int q = 0; q < 3; q++)
            {
                double sum = 0;
                for (int t = 0; t < 50; t++)
                    for (int s = 0; s < 50; s++)
                        if (Math.Abs(t - s) <= lags)
                            sum += (1 - (Math.Abs(t - s) / (lags + 1.0))) * Math.Sqrt(weight[t] * weight[s]) / total * (data[t, p] - mean[p]) * (data[s, q] - mean[q]);
                Assert.That(ours[(p * 3) + q], Is.EqualTo(sum).Within(Tolerances.Summation));
            }
        Assert.That(EigenSystem.Of(ours, 3).Values[2], Is.GreaterThan(-Tolerances.Rounding));
    }

    [Test]
    public void Scenarios_FewerThanAssets_AreTheSampleCovarianceAtLowRank()
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(21), 12, 40);
        FactorEstimate estimate = ScenarioCovariance.Estimate(ReturnSeries.FromReturns(data, 52));
        Assert.That(estimate.Model.FactorCount, Is.EqualTo(12));
        AssertSame(NaiveAlgebra.Dense(estimate.Model), NaiveAlgebra.Covariance(data, 1), 52);
    }

    [Test]
    public void Scenarios_WithProbabilities_AreTheVarianceOfTheOutcomes()
    {
        var random = new TestRandom(22);
        double[,] data = ReferenceReturns.Random(random, 6, 9);
        double[] p = random.Simplex(6), weights = random.Simplex(9);
        FactorModel model = ScenarioCovariance.Estimate(ReturnSeries.FromReturns(data, 1), p, ddof: 0).Model;
        double[] outcome = [.. Enumerable.Range(0, 6).Select(t => Enumerable.Range(0, 9).Sum(i => weights[i] * data[t, i]))];
        double mean = outcome.Select((o, t) => p[t] * o).Sum();
        Assert.That(model.Variance(weights), Is.EqualTo(outcome.Select((o, t) => p[t] * (o - mean) * (o - mean)).Sum()).Within(Tolerances.Summation));
    }

    private static void AssertSame(double[,] ours, double[,] sample, double year)
    {
        for (int i = 0; i < ours.GetLength(0); i++)
            for (int j = 0; j < ours.GetLength(0); j++)
                Assert.That(ours[i, j], Is.EqualTo(year * sample[i, j]).Within(Tolerances.LinearAlgebra * year * Math.Sqrt(sample[i, i] * sample[j, j])), $"({i}, {j})");
    }
}
