namespace Rebalancing.Testing.Tests;

public class OrLibraryTests
{
    [TestCase(1, 31)]
    [TestCase(2, 85)]
    [TestCase(4, 98)]
    public void Read_EachPortfolio_HasItsAssetsAndTwoThousandFrontierPoints(int number, int assets)
    {
        var portfolio = OrLibraryPortfolio.Read(number);
        Assert.That(portfolio.AssetCount, Is.EqualTo(assets));
        Assert.That(portfolio.Frontier, Has.Count.EqualTo(2000));
        for (var i = 0; i < assets; i++)
        {
            Assert.That(portfolio.Covariance(i, i), Is.EqualTo(portfolio.Deviations[i] * portfolio.Deviations[i]));
            for (var j = 0; j < i; j++) Assert.That(portfolio.Covariance(i, j), Is.EqualTo(portfolio.Covariance(j, i)));
        }
    }

    // The frontier's first point holds the asset with the highest mean alone, so both its numbers follow from one line of portN.txt.
    [Test]
    public void Frontier_FirstPoint_IsTheAssetWithTheHighestMean([Values(1, 2, 4)] int number)
    {
        var portfolio = OrLibraryPortfolio.Read(number);
        var best = portfolio.Means.Index().MaxBy(m => m.Item).Index;
        var (ret, variance) = portfolio.Frontier[0];
        Assert.That(ret, Is.EqualTo(portfolio.Means[best]).Within(Tolerances.Rounding));
        Assert.That(variance, Is.EqualTo(portfolio.Covariance(best, best)).Within(Tolerances.PublishedFrontier * variance));
    }

    [Test]
    public void Frontier_Downwards_LosesReturnAndVariance([Values(1, 2, 4)] int number)
    {
        var frontier = OrLibraryPortfolio.Read(number).Frontier;
        Assert.That(frontier.Zip(frontier.Skip(1)).All(p => p.First.Return > p.Second.Return && p.First.Variance >= p.Second.Variance));
    }
}
