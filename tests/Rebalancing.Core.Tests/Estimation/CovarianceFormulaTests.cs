using Rebalancing.Numerics;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Formulas written out with plain loops, on random returns of several shapes.</summary>
public class CovarianceFormulaTests
{
    [TestCase(30, 5, 1)]
    [TestCase(30, 5, 0)]
    [TestCase(8, 21, 1)]
    [TestCase(253, 17, 1)]
    public void Sample_IsTheNaiveSum(int periods, int assets, int ddof)
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(31), periods, assets);
        ReferenceReturns.AssertMatrix((i, j) => SampleCovariance.Estimate(ReturnSeries.FromReturns(data, 1), ddof)[i, j], NaiveAlgebra.Covariance(data, ddof), Tolerances.LinearAlgebra, 1e-18);
    }

    [TestCase(60, 7)]
    [TestCase(12, 20)]
    public void LedoitWolf_AllTargets_AreTheNaiveFormulas(int periods, int assets)
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(32), periods, assets);
        ReturnSeries returns = ReturnSeries.FromReturns(data, 1);
        Compare(LedoitWolf.ConstantVariance(returns), NaiveShrinkage.ConstantVariance(data));
        Compare(LedoitWolf.ConstantCorrelation(returns), NaiveShrinkage.ConstantCorrelation(data, 1));
        Compare(LedoitWolf.ConstantCorrelation(returns, ddof: 0), NaiveShrinkage.ConstantCorrelation(data, 0));
        Compare(LedoitWolf.SingleFactor(returns), NaiveShrinkage.SingleFactor(data));
    }

    [Test]
    public void Ewma_TwoDecays_TakesVolatilitiesFromOneAndCorrelationsFromTheOther()
    {
        double[,] data = ReferenceReturns.Random(new TestRandom(33), 90, 6);
        ReturnSeries returns = ReturnSeries.FromReturns(data, 252);
        CovarianceEstimate both = EwmaCovariance.Estimate(returns, Decay.HalfLife(10), Decay.HalfLife(60));
        CovarianceEstimate quick = EwmaCovariance.Estimate(returns, Decay.HalfLife(10)), slow = EwmaCovariance.Estimate(returns, Decay.HalfLife(60));
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++)
                Assert.That(both[i, j], Is.EqualTo(Math.Sqrt(quick[i, i] * quick[j, j]) * slow[i, j] / Math.Sqrt(slow[i, i] * slow[j, j])).Within(Tolerances.Summation));
        double[] mean = [.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 90).Average(t => data[t, i]))];
        double total = Enumerable.Range(0, 90).Sum(a => Math.Pow(0.5, a / 10.0));
        double direct = 252 * Enumerable.Range(0, 90).Sum(t => Math.Pow(0.5, (89 - t) / 10.0) * (data[t, 1] - mean[1]) * (data[t, 4] - mean[4])) / total;
        Assert.That(quick[1, 4], Is.EqualTo(direct).Within(Tolerances.Summation));
    }

    [Test]
    public void Decay_SpanAndHalfLifeAndLambda_AgreeWhereTheyMust()
    {
        Assert.That(Decay.Span(3).Factor, Is.EqualTo(0.5).Within(Tolerances.Rounding));
        Assert.That(Decay.HalfLife(1).Factor, Is.EqualTo(0.5).Within(Tolerances.Rounding));
        Assert.That(Decay.Lambda(0.94).Factor, Is.EqualTo(0.94));
        Assert.That(() => Decay.Span(1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("span is 1"));
        Assert.That(() => Decay.HalfLife(0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("half-life is 0"));
        Assert.That(() => Decay.Lambda(1.2), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1.2"));
        Assert.That(() => ExpectedReturns.Ewma(ReturnSeries.FromReturns(new double[3, 1], 1), default), Throws.ArgumentException.With.Message.Contains("default"));
    }

    [Test]
    public void EveryEstimator_OnFewPeriodsOfManyAssets_IsSemidefinite()
    {
        ReturnSeries returns = ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(34), 15, 25), 252);
        CovarianceEstimate[] all =
        [
            SampleCovariance.Estimate(returns), SemiCovariance.Estimate(returns), EwmaCovariance.Estimate(returns, Decay.HalfLife(5)),
            EwmaCovariance.Estimate(returns, Decay.HalfLife(3), Decay.HalfLife(9)), LedoitWolf.ConstantVariance(returns), LedoitWolf.ConstantCorrelation(returns),
            LedoitWolf.SingleFactor(returns), OracleShrinkage.Estimate(returns), GerberCovariance.Estimate(returns), GerberCovariance.Estimate(returns, 0.9, GerberKind.BothMoved),
            GerberCovariance.Estimate(returns, 0.9, GerberKind.AnyMoved),
        ];
        foreach (CovarianceEstimate one in all) AssertSemidefinite(one.Risk, one.ToString());
        AssertSemidefinite(CovarianceCleaning.Denoise(all[0].Risk, 15), "denoised");
        AssertSemidefinite(CovarianceCleaning.Denoise(all[0].Risk, 15, NoiseTreatment.TargetedShrinkage, 0.5), "targeted");
        AssertSemidefinite(CovarianceCleaning.Detone(all[0].Risk), "detoned");
        Assert.That(all[9].ToString(), Does.Contain("nearest semidefinite"));
    }

    [Test]
    public void Denoise_KeepsVariancesAndSignals_AndFlattensTheRest()
    {
        const int n = 20, periods = 100;
        ReturnSeries returns = ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(35), periods, n), 1);
        DenseRisk sample = SampleCovariance.Estimate(returns).Risk, cleaned = CovarianceCleaning.Denoise(sample, periods);
        double edge = CovarianceCleaning.NoiseEdge(n, periods);
        Assert.That(edge, Is.EqualTo(Math.Pow(1 + Math.Sqrt(0.2), 2)).Within(Tolerances.Rounding));
        for (int i = 0; i < n; i++) Assert.That(cleaned[i, i], Is.EqualTo(sample[i, i]).Within(Tolerances.LinearAlgebra * sample[i, i]));
        double[] raw = Correlations(sample), clean = Correlations(cleaned), left = [.. raw], expected = new double[n * n];
        double kept = 0;
        int signals = 0;
        for (; ; signals++)
        {
            (double value, double[] vector) = Strongest(left, n);
            if (value <= edge) break;
            kept += value;
            for (int at = 0; at < n * n; at++)
            {
                expected[at] += value * vector[at / n] * vector[at % n];
                left[at] -= value * vector[at / n] * vector[at % n];
            }
        }
        // what is left of the identity after the signals' directions, times the mean of the noise
        double mean = (n - kept) / (n - signals);
        double[] projector = [.. Enumerable.Range(0, n * n).Select(at => at % (n + 1) == 0 ? 1.0 : 0)], rest = [.. raw];
        for (int k = 0; k < signals; k++)
        {
            (double value, double[] vector) = Strongest(rest, n);
            for (int at = 0; at < n * n; at++)
            {
                projector[at] -= vector[at / n] * vector[at % n];
                rest[at] -= value * vector[at / n] * vector[at % n];
            }
        }
        for (int at = 0; at < n * n; at++) expected[at] += mean * projector[at];
        for (int at = 0; at < n * n; at++)
            Assert.That(clean[at], Is.EqualTo(expected[at] / Math.Sqrt(expected[at / n * (n + 1)] * expected[at % n * (n + 1)])).Within(Tolerances.Residual));
        Assert.That(signals, Is.InRange(1, 3));
    }

    private static (double Value, double[] Vector) Strongest(double[] matrix, int n)
    {
        double[] v = [.. Enumerable.Range(0, n).Select(i => 1.0 + (0.01 * i))];
        double length = 1;
        for (int round = 0; round < 5000; round++)
        {
            double[] next = new double[n];
            for (int at = 0; at < n * n; at++) next[at / n] += matrix[at] * v[at % n];
            length = Math.Sqrt(next.Sum(x => x * x));
            v = [.. next.Select(x => x / length)];
        }
        return (length, v);
    }

    [Test]
    public void Detone_TakesTheMarketOut()
    {
        ReturnSeries returns = ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(36), 300, 15), 1);
        DenseRisk sample = SampleCovariance.Estimate(returns).Risk, detoned = CovarianceCleaning.Detone(sample);
        Assert.That(MeanCorrelation(sample), Is.GreaterThan(0.15));
        Assert.That(Math.Abs(MeanCorrelation(detoned)), Is.LessThan(0.1));
    }

    [Test]
    public void Repair_OfAnIndefiniteCorrelation_IsHighamsNearest()
    {
        // Higham (2002): nearest correlation matrix to [1 1 0; 1 1 1; 0 1 1] has off-diagonals 0.7607, 0.1573, 0.7607
        DenseRisk repaired = CovarianceCleaning.Repair([1, 1, 0, 1, 1, 1, 0, 1, 1], 3, null, out string? note);
        Assert.That(note, Does.Contain("-0.4142"));
        Assert.That(repaired[0, 1], Is.EqualTo(0.7607).Within(5e-5));
        Assert.That(repaired[0, 2], Is.EqualTo(0.1573).Within(5e-5));
        Assert.That(repaired[1, 1], Is.EqualTo(1).Within(Tolerances.Summation));
        AssertSemidefinite(repaired, "repaired");
        _ = CovarianceCleaning.Repair([1, 0.5, 0.5, 1], 2, null, out string? nothing);
        Assert.That(nothing, Is.Null);
    }

    private static void Compare(CovarianceEstimate ours, (double Delta, double[,] Matrix) naive)
    {
        Assert.That(ours.Shrinkage, Is.EqualTo(naive.Delta).Within(Tolerances.LinearAlgebra), ours.Method);
        ReferenceReturns.AssertMatrix((i, j) => ours[i, j], naive.Matrix, Tolerances.LinearAlgebra, 1e-16);
    }

    private static void AssertSemidefinite(DenseRisk risk, string what)
    {
        double[] values = EigenSystem.Of([.. NaiveAlgebra.Dense(risk).Cast<double>()], risk.Count).Values;
        Assert.That(values[^1], Is.GreaterThan(-Tolerances.Summation * values[0]), what);
    }

    private static double[] Correlations(DenseRisk risk)
    {
        int n = risk.Count;
        return [.. Enumerable.Range(0, n * n).Select(at => risk[at / n, at % n] / Math.Sqrt(risk[at / n, at / n] * risk[at % n, at % n]))];
    }

    private static double MeanCorrelation(DenseRisk risk) => (Correlations(risk).Sum() - risk.Count) / (risk.Count * (risk.Count - 1));
}
