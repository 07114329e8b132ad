using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

public class RiskMeasureTests
{
    public static IEnumerable<TestCaseData> Published => ReferenceCases.Family("risk-measure").Select(c => new TestCaseData(c).SetArgDisplayNames(c.Id));

    [TestCaseSource(nameof(Published))]
    public void Measure_OfPublishedReturns_IsThePeers(ReferenceCase one)
    {
        JsonElement expected = one.Expected.GetProperty("value");
        double[] values = expected.ValueKind == JsonValueKind.Array ? RiskParityTests.Numbers(expected) : [expected.GetDouble()];
        double tolerance = one.Tolerance.GetProperty("atol").GetDouble();
        Assert.That(Ours(one), Is.EqualTo(values).Within(tolerance));
    }

    [Test]
    public void Published_OfTheReferenceSet_AreAllThere() => Assert.That(Published.Count(), Is.EqualTo(54));

    [Test]
    public void ConditionalValueAtRisk_OfOneToTen_SplitsTheAtom()
    {
        double[] losses = [.. Enumerable.Range(1, 10).Select(i => (double)-i)], twenty = [.. Enumerable.Range(1, 20).Select(i => (double)-i)];
        Assert.That((RiskMeasures.ValueAtRisk(losses, 0.85), RiskMeasures.ConditionalValueAtRisk(losses, 0.85)), Is.EqualTo((9.0, 29.0 / 3)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12));
        Assert.That((RiskMeasures.ValueAtRisk(losses), RiskMeasures.ConditionalValueAtRisk(losses)), Is.EqualTo((10.0, 10.0)));
        Assert.That(RiskMeasures.ValueAtRisk(twenty, 0.9), Is.EqualTo(19));
        Assert.That(RiskMeasures.ConditionalValueAtRisk(twenty, 0.9), Is.EqualTo(19.5).Within(Tolerances.Summation));
    }

    [Test]
    public void EntropicValueAtRisk_OfNormalQuantiles_IsTheClosedForm()
    {
        // for a normal law EVaR = sigma sqrt(-2 ln(1 - confidence)); many draws come close
        var random = new TestRandom(3);
        double[] returns = [.. Enumerable.Range(0, 200_000).Select(_ => 0.02 * random.Normal())];
        Assert.That(RiskMeasures.EntropicValueAtRisk(returns, 0.9), Is.EqualTo(0.02 * Math.Sqrt(-2 * Math.Log(0.1))).Within(0.0006));
        Assert.That(RiskMeasures.EntropicValueAtRisk([0.01, 0.01]), Is.EqualTo(-0.01));
    }

    [Test]
    public void Drawdowns_OfAShortPath_AreTheHandCalculation()
    {
        double[] returns = [-0.1, 0.2, -0.5, 0.1];
        Assert.That(Drawdowns.Of(returns), Is.EqualTo(new[] { -0.1, 0, -0.5, -0.45 }).Within(Tolerances.Summation));
        Assert.That(Drawdowns.Of(returns, compounded: false), Is.EqualTo(new[] { -0.1, 0, -0.5, -0.4 }).Within(Tolerances.Summation));
        Assert.That(Drawdowns.Of(returns, fromStart: false)[0], Is.Zero);
        Assert.That(Drawdowns.UlcerIndex([-0.3, -0.4]), Is.EqualTo(Math.Sqrt(0.125)).Within(Tolerances.Summation));
    }

    [Test]
    public void Measures_OfWhatCannotBe_SayWhy()
    {
        Assert.That(() => RiskMeasures.Mean([]), Throws.ArgumentException.With.Message.Contains("Got no returns"));
        Assert.That(() => RiskMeasures.Variance([0.1]), Throws.ArgumentException.With.Message.Contains("Got 1 returns; with ddof 1 at least 2"));
        Assert.That(() => RiskMeasures.ValueAtRisk([0.1, double.NaN]), Throws.ArgumentException.With.Message.Contains("return of period 1 is NaN"));
        Assert.That(() => RiskMeasures.ConditionalValueAtRisk([0.1], 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("confidence is 1.5"));
        Assert.That(() => RiskMeasures.CentralMoment([0.1], 5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1 .. 4"));
    }

    internal static double[] Ours(ReferenceCase one)
    {
        ReturnSeries returns = ReferenceReturns.Returns(one, 1, [.. one.Inputs.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)]);
        JsonElement parameters = one.Problem.GetProperty("parameters");
        double? target = parameters.TryGetProperty("min_acceptable_return", out JsonElement t) && t.ValueKind == JsonValueKind.Number ? t.GetDouble() : null;
        int ddof = parameters.TryGetProperty("biased", out JsonElement biased) && biased.GetBoolean() ? 0 : 1;
        bool compounded = parameters.TryGetProperty("compounded", out JsonElement c) && c.GetBoolean();
        return [.. Enumerable.Range(0, returns.Count).Select(i =>
        {
            double[] r = returns.Asset(i);
            double[] falls = Drawdowns.Of(r, compounded, fromStart: false);
            return one.Problem.GetProperty("measure").GetString() switch
            {
                "mean" => RiskMeasures.Mean(r),
                "mean_absolute_deviation" => RiskMeasures.MeanAbsoluteDeviation(r),
                "first_lower_partial_moment" => RiskMeasures.LowerPartialMoment(r, 1, target),
                "variance" => RiskMeasures.Variance(r, ddof),
                "semi_variance" => RiskMeasures.SemiVariance(r, target, ddof),
                "standard_deviation" => RiskMeasures.StandardDeviation(r, ddof),
                "semi_deviation" => RiskMeasures.SemiDeviation(r, target, ddof),
                "third_central_moment" => RiskMeasures.CentralMoment(r, 3),
                "skew" => RiskMeasures.Skewness(r),
                "fourth_central_moment" => RiskMeasures.CentralMoment(r, 4),
                "kurtosis" => RiskMeasures.Kurtosis(r),
                "fourth_lower_partial_moment" => RiskMeasures.LowerPartialMoment(r, 4, target),
                "worst_return" => RiskMeasures.WorstLoss(r),
                "value_at_risk" => RiskMeasures.ValueAtRisk(r),
                "cvar" => RiskMeasures.ConditionalValueAtRisk(r),
                "entropic_risk_measure" => RiskMeasures.Entropic(r, parameters.GetProperty("theta").GetDouble(), parameters.GetProperty("beta").GetDouble()),
                "evar" => RiskMeasures.EntropicValueAtRisk(r),
                "drawdown_at_risk" => RiskMeasures.ValueAtRisk(falls),
                "max_drawdown" => RiskMeasures.WorstLoss(falls),
                "average_drawdown" => -RiskMeasures.Mean(falls),
                "cdar" => RiskMeasures.ConditionalValueAtRisk(falls),
                "edar" => RiskMeasures.EntropicValueAtRisk(falls),
                "ulcer_index" => Drawdowns.UlcerIndex(falls),
                "gini_mean_difference" => RiskMeasures.GiniMeanDifference(r),
                { } other => throw new InvalidOperationException($"no measure for {other}"),
                null => throw new InvalidOperationException("the case names no measure"),
            };
        })];
    }
}
