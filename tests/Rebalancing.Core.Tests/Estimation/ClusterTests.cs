namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Trees of clusters, orders of leaves and the portfolios built on them, against trying everything.</summary>
public class ClusterTests
{
    private static ReturnSeries Series(int seed, int assets, int periods = 60) => ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(seed), periods, assets), 252);

    [Test]
    public void LeafOrder_OfASmallTree_IsTheLeastOfAllWaysToTurnItsBranches([Range(1, 8)] int seed, [Values] Linkage linkage)
    {
        const int n = 8;
        double[] distances = AssetClusters.Distances(Series(seed, n));
        ClusterTree tree = ClusterTree.Build(distances, n, linkage);
        double ours = Length(LeafOrder.Of(tree, distances), distances, n), least = Orders(tree, (2 * n) - 2).Min(order => Length(order, distances, n));
        Assert.That(ours, Is.EqualTo(least).Within(Tolerances.Summation));
        Assert.That(LeafOrder.Of(tree, distances).Order(), Is.EqualTo(Enumerable.Range(0, n)));
    }

    [Test]
    public void ClusterTree_Single_HasTheOrderOfTheSpanningTree([Range(1, 5)] int seed)
    {
        const int n = 20;
        double[] distances = AssetClusters.Distances(Series(seed, n));
        Assert.That(ClusterTree.Build(distances, n, Linkage.Single).Order(), Is.EqualTo(SingleLinkage.Order(distances, n)));
    }

    /// <summary>Ward's merge is the pair whose union raises the sum of squared distances to the centres least; here with points on a line.</summary>
    [Test]
    public void ClusterTree_Ward_MergesWhatRaisesTheSumOfSquaresLeast([Range(1, 5)] int seed)
    {
        const int n = 9;
        double[] points = new TestRandom(seed).UniformVector(n, 0, 1), distances = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) distances[(i * n) + j] = Math.Abs(points[i] - points[j]);
        ClusterTree tree = ClusterTree.Build(distances, n, Linkage.Ward);
        var clusters = Enumerable.Range(0, n).Select(i => (Id: i, Members: new List<int> { i })).ToList();
        for (int merge = n; merge < (2 * n) - 1; merge++)
        {
            var (a, b) = (from x in clusters from y in clusters where x.Id < y.Id select (x, y)).MinBy(pair => Squares([.. pair.x.Members, .. pair.y.Members]) - Squares(pair.x.Members) - Squares(pair.y.Members));
            Assert.That(tree.Parts(merge), Is.EqualTo((a.Id, b.Id)));
            clusters.Remove(a);
            clusters.Remove(b);
            clusters.Add((merge, [.. a.Members, .. b.Members]));
        }

        double Squares(List<int> members) => members.Sum(i => Math.Pow(points[i] - members.Average(j => points[j]), 2));
    }

    [Test]
    public void HierarchicalRiskParity_OfTheVariance_IsTheOneFromTheCovariance([Range(1, 3)] int seed)
    {
        ReturnSeries returns = Series(seed, 12);
        Assert.That(HierarchicalRiskParity.Weights(returns, r => RiskMeasures.Variance(r)), Is.EqualTo(HierarchicalRiskParity.Weights(returns)).Within(Tolerances.Summation));
    }

    [Test]
    public void Hierarchies_OfOneClusterOrOneEach_AreInverseRiskAndTheRuleItself([Range(1, 3)] int seed)
    {
        ReturnSeries returns = Series(seed, 7);
        DenseRisk risk = SampleCovariance.Estimate(returns).Risk;
        Assert.That(HierarchicalEqualRisk.Weights(returns, clusters: 1), Is.EqualTo(InverseVolatility.Weights(risk)).Within(Tolerances.Summation));
        Func<ReturnSeries, AssetValues> rule = r => MinimumVariance.Weights(SampleCovariance.Estimate(r).Risk);
        Assert.That(NestedClusters.Weights(returns, rule, clusters: 1), Is.EqualTo(rule(returns)).Within(Tolerances.Summation));
        Assert.That(NestedClusters.Weights(returns, rule, clusters: 7), Is.EqualTo(rule(returns)).Within(1e-7));
        foreach (AssetValues weights in new[] { HierarchicalEqualRisk.Weights(returns), NestedClusters.Weights(returns, rule), HierarchicalRiskParity.Weights(returns, r => RiskMeasures.ConditionalValueAtRisk(r), Linkage.Ward, leastDistance: true) })
        {
            Assert.That(weights.Sum(), Is.EqualTo(1).Within(1e-9));
            Assert.That(weights, Is.All.GreaterThanOrEqualTo(-1e-9));
        }
    }

    [Test]
    public void AssetClusters_OfThreeBlocks_AreCountedAndFound()
    {
        var random = new TestRandom(1);
        var data = new double[400, 18];
        for (int t = 0; t < 400; t++)
        {
            double[] market = random.NormalVector(3);
            for (int i = 0; i < 18; i++) data[t, i] = 0.01 * (market[i % 3] + (0.4 * random.Normal()));
        }
        (ClusterTree tree, int[] roots) = AssetClusters.Of(ReturnSeries.FromReturns(data, 252), Linkage.Ward, null);
        Assert.That(roots, Has.Length.EqualTo(3));
        foreach (int root in roots) Assert.That(tree.Members(root).Select(i => i % 3).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void TailGini_OfASeries_IsTheMeanOfItsTails([Range(1, 3)] int seed)
    {
        double[] returns = new TestRandom(seed).NormalVector(83);
        const int steps = 20_000;
        double tail = 0.2, sum = 0;
        for (int s = 0; s < steps; s++)
        {
            double p = tail * (s + 0.5) / steps;
            sum += 2 * p / (tail * tail) * RiskMeasures.ConditionalValueAtRisk(returns, 1 - p) * tail / steps;
        }
        Assert.That(RiskMeasures.TailGini(returns, 1 - tail), Is.EqualTo(sum).Within(1e-7 * sum));
        Assert.That(RiskMeasures.TailGini([-0.03], 0.9), Is.EqualTo(0.03).Within(Tolerances.Rounding));
    }

    [Test]
    public void Hierarchies_WhatCannotBe_IsNamed()
    {
        ReturnSeries returns = Series(1, 4);
        Assert.That(() => HierarchicalEqualRisk.Weights(returns, clusters: 5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("must lie in 1 .. 4"));
        Assert.That(() => HierarchicalEqualRisk.Weights(returns, r => RiskMeasures.Mean(r) - 1), Throws.ArgumentException.With.Message.Contains("measure of index 0 is -").And.Message.Contains("must be finite and > 0"));
        Assert.That(() => NestedClusters.Weights(returns, r => new double[r.Count + 1], clusters: 1), Throws.ArgumentException.With.Message.Contains("the rule returned 5 weights for 4 assets"));
        Assert.That(() => new PortfolioLimit([1.0, 1.0], 0.3, 0.2), Throws.ArgumentException.With.Message.Contains("bounds of the limit are [0.3, 0.2]"));
        Assert.That(() => MaximumSharpe.Weights(SampleCovariance.Estimate(returns).Risk, [0.1, 0.1, 0.1, 0.1], limits: [new PortfolioLimit([1.0, 1.0], 0, 0.2)]), Throws.ArgumentException.With.Message.Contains("2 coefficients for 4 assets"));
    }

    [Test]
    public void Rules_WithLimitsOnSums_KeepThem_AndAreTheFreeAnswerWhereTheyDoNotBind([Range(1, 3)] int seed)
    {
        DenseRisk risk = SampleCovariance.Estimate(Series(seed, 6)).Risk;
        AssetValues returns = new TestRandom(seed).UniformVector(6, 0.02, 0.1);
        AssetValues pair = new double[] { 1, 1, 0, 0, 0, 0 };
        foreach (Func<IReadOnlyList<PortfolioLimit>?, AssetValues> rule in new Func<IReadOnlyList<PortfolioLimit>?, AssetValues>[]
            { l => MinimumVariance.Weights(risk, limits: l), l => MaximumDiversification.Weights(risk, limits: l), l => MaximumSharpe.Weights(risk, returns, limits: l) })
        {
            AssetValues free = rule(null);
            double held = free[0] + free[1];
            Assert.That(rule([new PortfolioLimit(pair, held - 0.1, held + 0.1)]), Is.EqualTo(free).Within(Tolerances.Weight));
            AssetValues more = rule([new PortfolioLimit(pair, held + 0.1, double.PositiveInfinity)]), exact = rule([new PortfolioLimit(pair, held + 0.1, held + 0.1)]);
            Assert.That(more[0] + more[1], Is.EqualTo(held + 0.1).Within(Tolerances.Weight));
            Assert.That(more, Is.EqualTo(exact).Within(Tolerances.Weight));
        }
    }

    private static double Length(int[] order, double[] distances, int n) => Enumerable.Range(0, n - 1).Sum(i => distances[(order[i] * n) + order[i + 1]]);

    private static IEnumerable<int[]> Orders(ClusterTree tree, int cluster)
    {
        if (tree.IsLeaf(cluster)) return [[cluster]];
        (int left, int right) = tree.Parts(cluster);
        List<int[]> a = [.. Orders(tree, left)], b = [.. Orders(tree, right)];
        return from x in a from y in b from turned in new[] { false, true } select turned ? (int[])[.. y, .. x] : [.. x, .. y];
    }
}
