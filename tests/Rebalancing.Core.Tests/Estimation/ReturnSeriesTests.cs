namespace Rebalancing.Core.Tests.Estimation;

public class ReturnSeriesTests
{
    private static readonly Universe Two = Universe.Of("VTI", "BND");

    [Test]
    public void FromPrices_SimpleAndLog_AreTheirFormulas()
    {
        double[,] prices = { { 100, 50 }, { 110, 40 }, { 99, 60 } };
        ReturnSeries simple = ReturnSeries.FromPrices(prices, 252), log = ReturnSeries.FromPrices(prices, 252, ReturnKind.Log);
        Assert.That(simple.Periods, Is.EqualTo(2));
        Assert.That(simple[0, 0], Is.EqualTo(0.1).Within(Tolerances.Rounding));
        Assert.That(simple[1, 1], Is.EqualTo(0.5).Within(Tolerances.Rounding));
        Assert.That(log[1, 1], Is.EqualTo(Math.Log(1.5)).Within(Tolerances.Rounding));
        Assert.That(simple.Portfolio([0.5, 0.5])[1, 0], Is.EqualTo(0.2).Within(Tolerances.Rounding));
    }

    [Test]
    public void Treat_EachWay_SaysWhoIsMissingAndWhatWasDone()
    {
        double[,] data = { { 0.01, double.NaN }, { 0.02, 0.03 }, { -0.01, 0.01 } };
        ReturnSeries series = ReturnSeries.FromReturns(data, 12, universe: Two, dates: [new(2024, 1, 31), new(2024, 2, 29), new(2024, 3, 29)]);
        Assert.That(() => SampleCovariance.Estimate(series), Throws.ArgumentException.With.Message.Contains("'BND' (index 1) lacks 1 of 3").And.Message.Contains("2024-01-31").And.Message.Contains("Pairwise"));
        Assert.That(() => LedoitWolf.ConstantVariance(series.Treat(MissingReturns.Pairwise)), Throws.ArgumentException.With.Message.Contains("BND").And.Message.Not.Contains("or Treat(MissingReturns.Pairwise)"));
        ReturnSeries dropped = series.Treat(MissingReturns.DropPeriods), zero = series.Treat(MissingReturns.Zero);
        Assert.That(dropped.Periods, Is.EqualTo(2));
        Assert.That(dropped.Dates![0], Is.EqualTo(new DateOnly(2024, 2, 29)));
        Assert.That(dropped.Missing.ToString(), Is.EqualTo("Missing of 3 returns: BND 1. 1 periods in which any asset is missing were left out."));
        Assert.That(zero[0, 1], Is.Zero);
        Assert.That(SampleCovariance.Estimate(zero).ToString(), Does.Contain("BND 1").And.Contain("count as zero"));
        Assert.That(ReturnSeries.FromReturns(new double[2, 1], 12).Missing.ToString(), Is.EqualTo("No return is missing."));
        Assert.That(() => zero.Treat(MissingReturns.DropPeriods), Throws.InvalidOperationException.With.Message.Contains("treat the original"));
    }

    [Test]
    public void Construction_BadNumbers_AreNamedWithTheRemedy()
    {
        Assert.That(() => ReturnSeries.FromPrices(new double[,] { { 100, 50 }, { 101, -3 } }, 252, universe: Two), Throws.ArgumentException.With.Message.Contains("price of 'BND' (index 1)").And.Message.Contains("-3"));
        Assert.That(() => ReturnSeries.FromReturns(new double[,] { { 0.1, -1.5 } }, 252, universe: Two), Throws.ArgumentException.With.Message.Contains("'BND'").And.Message.Contains("-1.5"));
        Assert.That(() => ReturnSeries.FromReturns(new double[,] { { 0.1, double.PositiveInfinity } }, 252), Throws.ArgumentException.With.Message.Contains("index 1").And.Message.Contains("finite"));
        Assert.That(() => ReturnSeries.FromReturns(new double[2, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("252 for trading days"));
        Assert.That(() => ReturnSeries.FromReturns(new double[2, 3], 252, universe: Two), Throws.ArgumentException.With.Message.Contains("3 columns"));
        Assert.That(() => ReturnSeries.FromReturns(new double[2, 2], 252, dates: [new(2024, 2, 1), new(2024, 1, 1)]), Throws.ArgumentException.With.Message.Contains("2024-01-01, after 2024-02-01").And.Message.Contains("sort"));
        Assert.That(() => ReturnSeries.FromPrices(new double[1, 2] { { 1, 1 } }, 252), Throws.ArgumentException.With.Message.Contains("needs two"));
    }

    [Test]
    public void Estimators_TooShortOrConstantHistories_AreRefusedByName()
    {
        ReturnSeries one = ReturnSeries.FromReturns(new double[,] { { 0.01, 0.02 } }, 252);
        Assert.That(() => SampleCovariance.Estimate(one), Throws.ArgumentException.With.Message.Contains("at least 2 periods").And.Message.Contains("has 1").And.Message.Contains("longer history"));
        ReturnSeries constant = ReturnSeries.FromReturns(new double[,] { { 0.01, 0 }, { 0.03, 0 }, { -0.01, 0 } }, 252, universe: Two);
        Assert.That(() => LedoitWolf.ConstantCorrelation(constant), Throws.ArgumentException.With.Message.Contains("'BND' (index 1) is constant over 3 periods"));
        Assert.That(() => GerberCovariance.Estimate(constant), Throws.ArgumentException.With.Message.Contains("'BND' (index 1) is constant"));
        Assert.That(() => CovarianceCleaning.Denoise(SampleCovariance.Estimate(constant).Risk, 3), Throws.ArgumentException.With.Message.Contains("'BND'").And.Message.Contains("variance 0"));
        Assert.That(SampleCovariance.Estimate(constant)[1, 1], Is.Zero);
        ReturnSeries three = ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(41), 3, 5), 252);
        Assert.That(() => MeanShrinkage.BayesStein(three), Throws.ArgumentException.With.Message.Contains("3 periods for 5 assets").And.Message.Contains("more than 5"));
        Assert.That(() => StatisticalFactors.Principal(three, 3), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1 to 2 factors"));
    }

    [Test]
    public void FactorModels_BadCovariances_AreRefused()
    {
        DenseMap loadings = DenseMap.FromColumns([1, 0, 0, 1], 2, 2);
        Assert.That(() => FactorModel.Full(loadings, [1, 2, 2, 1], Two.Values(0.1, 0.1)), Throws.ArgumentException.With.Message.Contains("smallest eigenvalue is -1"));
        Assert.That(() => FactorModel.Diagonal(loadings, [1, 1], Two.Values(0.1, -0.2)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'BND' (index 1) is -0.2"));
    }

    [Test]
    public void Views_Impossible_AreRefused()
    {
        var risk = DenseRisk.FromRows([0.04, 0, 0, 0.01], 2, Two);
        View sure = View.Absolute(Two, "VTI", 0.05).WithConfidence(1);
        Assert.That(() => new BlackLitterman(risk, Two.Values(0.05, 0.02), [sure, View.Absolute(Two, "VTI", 0.09).WithStandardError(0)]), Throws.ArgumentException.With.Message.Contains("certain"));
        Assert.That(() => View.Absolute(Two, "VTI", 0.05).WithConfidence(0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("leave a view out"));
        Assert.That(new BlackLitterman(risk, Two.Values(0.05, 0.02), [sure]).Returns[0], Is.EqualTo(0.05).Within(Tolerances.Rounding));
        View pair = View.Relative(Two, "VTI", "BND", 0.04).WithConfidence(1);
        AssetValues posterior = new BlackLitterman(risk, Two.Values(0.05, 0.02), [pair]).Returns;
        Assert.That(posterior[0] - posterior[1], Is.EqualTo(0.04).Within(Tolerances.Rounding));
        Assert.That(() => ExpectedReturns.Blend((Two.Values(1, 2), 0.5), (Two.Values(2, 4), 0.4)), Throws.ArgumentException.With.Message.Contains("sum to 0.9"));
        Assert.That(ExpectedReturns.Blend((Two.Values(1, 2), 0.5), (Two.Values(2, 4), 0.5)), Is.EqualTo(new[] { 1.5, 3 }).Within(Tolerances.Rounding));
    }
}
