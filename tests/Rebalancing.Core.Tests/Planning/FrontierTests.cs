namespace Rebalancing.Core.Tests;

public class FrontierTests
{
    /// <summary>OR-Library's first portfolio: a published frontier through the public front, with points that neither risk nor return can improve.</summary>
    [TestCase(FrontierAxis.Return)]
    [TestCase(FrontierAxis.Risk)]
    public void Of_TwelvePoints_RisesInBothAndIsConvex(FrontierAxis axis)
    {
        LawData data = LawData.Of(4, 11);
        var request = new FrontierRequest { Risk = data.Factor, Return = new ExpectedReturn(data.Draw("return", 0.01, 0.12)), Limits = [new FullyInvested(0), Limits.LongOnly], Points = 12, Axis = axis };
        EfficientFrontier frontier = EfficientFrontier.Of(data.Account, request), parallel = EfficientFrontier.Of(data.Account, request, threads: 2);
        Assert.That(frontier.Points, Has.Count.EqualTo(12));
        for (int i = 0; i < 12; i++)
        {
            FrontierPoint point = frontier.Points[i];
            Assert.That(point.Result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"point {i}");
            Assert.That(parallel.Points[i].Result.Weights.ToArray(), Is.EqualTo(point.Result.Weights.ToArray()), "threads change nothing");
            if (i == 0) continue;
            Assert.That(point.Return, Is.GreaterThanOrEqualTo(frontier.Points[i - 1].Return - 1e-9));
            Assert.That(point.Volatility, Is.GreaterThanOrEqualTo(frontier.Points[i - 1].Volatility - 1e-9));
        }
        // the frontier is concave in (volatility, return): slopes fall
        for (int i = 2; i < 12; i++)
            Assert.That(Slope(frontier.Points[i - 1], frontier.Points[i]), Is.LessThanOrEqualTo(Slope(frontier.Points[i - 2], frontier.Points[i - 1]) * (1 + 1e-4)));
        double[] along = [.. frontier.Points.Select(p => axis == FrontierAxis.Return ? p.Return : p.Volatility)];
        for (int i = 0; i < 12; i++) Assert.That(along[i], Is.EqualTo(along[0] + (i * (along[11] - along[0]) / 11)).Within(1e-6), "evenly spaced");
    }

    /// <summary>Points of the frontier by risk lie on the frontier by return.</summary>
    [Test]
    public void Of_APointByRisk_IsThePointByReturn()
    {
        LawData data = LawData.Of(4, 11);
        var reward = new ExpectedReturn(data.Draw("return", 0.01, 0.12));
        var request = new FrontierRequest { Risk = data.Factor, Return = reward, Limits = [new FullyInvested(0), Limits.LongOnly], Points = 5, Axis = FrontierAxis.Risk };
        FrontierPoint middle = EfficientFrontier.Of(data.Account, request).Points[2];
        var leastRisk = new Mandate { Objective = new Variance(data.Factor), Limits = [.. request.Limits, reward.AtMost(-middle.Return)] };
        RebalanceResult result = new Rebalancer(leastRisk, data.Universe).Rebalance(data.Account);
        Assert.That(data.Factor.Volatility(result.Weights), Is.EqualTo(middle.Volatility).Within(1e-7));
    }

    private static double Slope(FrontierPoint a, FrontierPoint b) => (b.Return - a.Return) / (b.Volatility - a.Volatility);
}
