namespace Rebalancing;

/// <summary>
/// Hierarchical risk parity (Lopez de Prado 2016): assets are clustered by their correlations (single linkage of the distances sqrt((1 - rho) / 2)),
/// ordered so that like stands beside like, and the money is split down the order by halves, in inverse proportion to the variance of
/// each half at inverse-variance weights. Needs no inverse of the covariance.
/// </summary>
public static class HierarchicalRiskParity
{
    /// <summary>Positive weights that sum to one.</summary>
    /// <param name="risk">Covariance per year without zero variances.</param>
    public static AssetValues Weights(DenseRisk risk)
    {
        ArgumentNullException.ThrowIfNull(risk);
        return Weights(risk, CorrelationParts.Correlations(risk, CorrelationParts.Deviations(risk)));
    }

    /// <summary>From returns: the sample covariance (ddof 1). Treated pairwise, correlations take means and deviations over the periods that both assets have.</summary>
    /// <param name="returns">At least two periods, no constant asset; gaps must be treated.</param>
    public static AssetValues Weights(ReturnSeries returns)
    {
        DenseRisk risk = SampleCovariance.Estimate(returns).Risk;
        double[] deviations = CorrelationParts.Deviations(risk);
        return Weights(risk, returns.HasGaps ? PairwiseMoments.Correlations(returns) : CorrelationParts.Correlations(risk, deviations));
    }

    /// <summary>With any measure of risk in place of the variance: halves share in inverse proportion to the measure of their inverse-risk portfolios.</summary>
    /// <param name="returns">At least two periods, complete, no constant asset.</param>
    /// <param name="measure">Risk of a series of returns.</param>
    /// <param name="linkage">How clusters are formed; default single.</param>
    /// <param name="leastDistance">Whether branches are turned so that neighbours are as near as they can be; default false, the tree's own order.</param>
    public static AssetValues Weights(ReturnSeries returns, SeriesMeasure measure, Linkage linkage = Linkage.Single, bool leastDistance = false)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(measure);
        returns.RequireComplete("Hierarchical risk parity", 2);
        double[] distances = AssetClusters.Distances(returns);
        ClusterTree tree = ClusterTree.Build(distances, returns.Count, linkage);
        return Along(leastDistance ? LeafOrder.Of(tree, distances) : tree.Order(), returns, measure);
    }

    /// <summary>Down an order of the assets that is given.</summary>
    internal static AssetValues Along(int[] order, ReturnSeries returns, SeriesMeasure measure)
    {
        var weights = new double[returns.Count];
        Array.Fill(weights, 1.0);
        Split(half => AssetClusters.InverseRisk(returns, half, measure).Risk, order, weights);
        return new AssetValues(returns.Universe, weights);
    }

    private static AssetValues Weights(DenseRisk risk, double[] correlations)
    {
        int n = risk.Count;
        double[] distances = AssetClusters.Distances(correlations, n);
        var weights = new double[n];
        Array.Fill(weights, 1.0);
        Split(half => ClusterVariance(risk, half), SingleLinkage.Order(distances, n), weights);
        return new AssetValues(risk.Universe, weights);
    }

    private static void Split(Func<int[], double> riskOf, int[] order, double[] weights)
    {
        if (order.Length < 2) return;
        int[] left = order[..(order.Length / 2)], right = order[(order.Length / 2)..];
        double leftRisk = riskOf(left), rightRisk = riskOf(right);
        double share = 1 - (leftRisk / (leftRisk + rightRisk));
        foreach (int i in left) weights[i] *= share;
        foreach (int i in right) weights[i] *= 1 - share;
        Split(riskOf, left, weights);
        Split(riskOf, right, weights);
    }

    /// <summary>Variance of the cluster at weights in proportion to 1 / variance.</summary>
    private static double ClusterVariance(DenseRisk risk, int[] assets)
    {
        double sum = 0, variance = 0;
        foreach (int i in assets) sum += 1 / risk[i, i];
        foreach (int i in assets)
            foreach (int j in assets) variance += risk[i, j] / (risk[i, i] * risk[j, j]);
        return variance / (sum * sum);
    }
}
