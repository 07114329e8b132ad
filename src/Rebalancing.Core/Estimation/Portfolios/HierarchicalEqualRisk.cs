namespace Rebalancing;

/// <summary>
/// Hierarchical equal risk contribution (Raffinot 2018): assets are clustered by their correlations, the tree is cut into clusters, at every merge above the cut the money is
/// split in inverse proportion to the sums of the clusters' risks on either side, and inside a cluster in inverse proportion to each asset's risk. The risk of a cluster is that
/// of its inverse-risk portfolio.
/// </summary>
public static class HierarchicalEqualRisk
{
    /// <summary>Positive weights that sum to one.</summary>
    /// <param name="returns">At least two periods, complete, no constant asset.</param>
    /// <param name="measure">Risk of a series of returns; null (default) for its standard deviation.</param>
    /// <param name="linkage">How clusters are formed; default Ward's.</param>
    /// <param name="clusters">How many; null (default) for the number at which the spread inside clusters bends most.</param>
    public static AssetValues Weights(ReturnSeries returns, SeriesMeasure? measure = null, Linkage linkage = Linkage.Ward, int? clusters = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete("Hierarchical equal risk", 2);
        SeriesMeasure risk = measure ?? (r => RiskMeasures.StandardDeviation(r));
        (ClusterTree tree, int[] roots) = AssetClusters.Of(returns, linkage, clusters);
        var weights = new double[returns.Count];
        var risks = new Dictionary<int, double>();
        foreach (int root in roots)
        {
            List<int> members = tree.Members(root);
            (double[] inside, double own) = AssetClusters.InverseRisk(returns, members, risk);
            risks[root] = own;
            for (int a = 0; a < inside.Length; a++) weights[members[a]] = inside[a];
        }
        Split(tree, (2 * returns.Count) - 2, 1, risks, weights);
        return new AssetValues(returns.Universe, weights);
    }

    private static void Split(ClusterTree tree, int cluster, double share, Dictionary<int, double> risks, double[] weights)
    {
        if (risks.ContainsKey(cluster))
        {
            foreach (int i in tree.Members(cluster)) weights[i] *= share;
            return;
        }
        (int left, int right) = tree.Parts(cluster);
        double onLeft = Below(tree, left, risks), onRight = Below(tree, right, risks), part = 1 - (onLeft / (onLeft + onRight));
        Split(tree, left, share * part, risks, weights);
        Split(tree, right, share * (1 - part), risks, weights);
    }

    private static double Below(ClusterTree tree, int cluster, Dictionary<int, double> risks) =>
        risks.TryGetValue(cluster, out double own) ? own : Below(tree, tree.Parts(cluster).Left, risks) + Below(tree, tree.Parts(cluster).Right, risks);
}
