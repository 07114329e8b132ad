namespace Rebalancing.Core.Tests.Planning;

/// <summary>Prices and no-trade intervals whose numbers are known from elsewhere.</summary>
[TestFixture]
internal sealed class KnownExplanationTests
{
    [Test]
    public void Explain_LargestReturnUnderAVariance_HasThePublishedMultipliers()
    {
        Explanation explanation = KnownMandates.HighestReturn(asVolatility: false).Explain();
        Assert.That(explanation.Prices.Single(price => price.Limit.StartsWith("Variance", StringComparison.Ordinal)).Price, Is.EqualTo(6.331991659).Within(1e-5));
        LimitPrice[] zeros = [.. explanation.Prices.Where(price => price.Limit == "LongOnly")];
        Assert.That(zeros.Select(price => price.Where), Is.EquivalentTo(new[] { "S1", "S4" }));
        Assert.That(zeros.Single(price => price.Where == "S1").Price, Is.EqualTo(0.020868).Within(1e-5));
        Assert.That(zeros.Single(price => price.Where == "S4").Price, Is.EqualTo(0.012152).Within(1e-5));
        Assert.That(explanation.Prices.Single(price => price.Limit.StartsWith("FullyInvested", StringComparison.Ordinal) || price.Limit.StartsWith("Cash", StringComparison.Ordinal)).Price, Is.EqualTo(0.356481860).Within(1e-5));
    }

    [Test]
    public void Explain_TwoAssetsWithoutABudget_HasTheClosedFormRegion()
    {
        NoTradeInterval interval = KnownMandates.TwoAssetsWithoutABudget().Explain().NoTrade.Single();
        // 5 (0.04 (x - 0.6) + 0.012 (0.38977778 - 0.4)) = -0.002 and 0.002
        Assert.That(interval.Symbol, Is.EqualTo("A"));
        Assert.That(interval.Low, Is.EqualTo(0.59306667).Within(1e-6));
        Assert.That(interval.High, Is.EqualTo(0.61306667).Within(1e-6));
    }
}
