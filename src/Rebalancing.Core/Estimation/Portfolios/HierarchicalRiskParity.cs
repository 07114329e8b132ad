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

    private static AssetValues Weights(DenseRisk risk, double[] correlations)
    {
        int n = risk.Count;
        double[] distances = [.. correlations.Select((rho, at) => at % (n + 1) == 0 ? 0 : Math.Sqrt(Math.Clamp((1 - rho) / 2, 0, 1)))];
        var weights = new double[n];
        Array.Fill(weights, 1.0);
        Split(risk, SingleLinkage.Order(distances, n), weights);
        return new AssetValues(risk.Universe, weights);
    }

    private static void Split(DenseRisk risk, ReadOnlySpan<int> order, double[] weights)
    {
        if (order.Length < 2) return;
        ReadOnlySpan<int> left = order[..(order.Length / 2)], right = order[(order.Length / 2)..];
        double leftVariance = ClusterVariance(risk, left), rightVariance = ClusterVariance(risk, right);
        double share = 1 - (leftVariance / (leftVariance + rightVariance));
        foreach (int i in left) weights[i] *= share;
        foreach (int i in right) weights[i] *= 1 - share;
        Split(risk, left, weights);
        Split(risk, right, weights);
    }

    /// <summary>Variance of the cluster at weights in proportion to 1 / variance.</summary>
    private static double ClusterVariance(DenseRisk risk, ReadOnlySpan<int> assets)
    {
        double sum = 0, variance = 0;
        foreach (int i in assets) sum += 1 / risk[i, i];
        foreach (int i in assets)
            foreach (int j in assets) variance += risk[i, j] / (risk[i, i] * risk[j, j]);
        return variance / (sum * sum);
    }
}
