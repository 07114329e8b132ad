namespace Rebalancing;

/// <summary>
/// Nested clustered optimisation (Lopez de Prado 2019): a rule finds weights inside each cluster of correlated assets, and once more between the clusters' portfolios. What
/// is badly conditioned stays inside a cluster.
/// </summary>
public static class NestedClusters
{
    /// <summary>The products of the weights inside the clusters and between them.</summary>
    /// <param name="returns">At least two periods, complete, no constant asset.</param>
    /// <param name="rule">Weights from returns, as <c>r => MinimumVariance.Weights(SampleCovariance.Estimate(r).Risk)</c>; not asked where a cluster is one asset.</param>
    /// <param name="linkage">How clusters are formed; default Ward's.</param>
    /// <param name="clusters">How many; null (default) for the number at which the spread inside clusters bends most.</param>
    public static AssetValues Weights(ReturnSeries returns, Func<ReturnSeries, AssetValues> rule, Linkage linkage = Linkage.Ward, int? clusters = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(rule);
        returns.RequireComplete("Nested clusters", 2);
        (ClusterTree tree, int[] roots) = AssetClusters.Of(returns, linkage, clusters);
        var weights = new double[returns.Count];
        var portfolios = new double[returns.Periods, roots.Length];
        for (int c = 0; c < roots.Length; c++)
        {
            List<int> members = tree.Members(roots[c]);
            members.Sort();
            AssetValues inside = Asked(rule, AssetClusters.Part(returns, members));
            for (int a = 0; a < members.Count; a++)
            {
                weights[members[a]] = inside[a];
                for (int t = 0; t < returns.Periods; t++) portfolios[t, c] += inside[a] * returns[t, members[a]];
            }
        }
        AssetValues between = Asked(rule, ReturnSeries.FromReturns(portfolios, returns.PeriodsPerYear, returns.Kind, Universe.Of([.. Enumerable.Range(1, roots.Length).Select(c => $"cluster {c}")]), returns.Dates));
        for (int c = 0; c < roots.Length; c++)
            foreach (int i in tree.Members(roots[c])) weights[i] *= between[c];
        return new AssetValues(returns.Universe, weights);
    }

    private static AssetValues Asked(Func<ReturnSeries, AssetValues> rule, ReturnSeries returns)
    {
        if (returns.Count == 1) return AssetValues.Create([1.0]);
        AssetValues weights = rule(returns) ?? throw new ArgumentException("the rule returned no weights", nameof(rule));
        return weights.Count == returns.Count ? weights : throw new ArgumentException($"the rule returned {weights.Count} weights for {returns.Count} assets; expected one an asset", nameof(rule));
    }
}
