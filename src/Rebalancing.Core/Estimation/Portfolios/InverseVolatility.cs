namespace Rebalancing;

/// <summary>Weights proportional to 1 / volatility, or 1 / variance: risk parity when all correlations are alike.</summary>
public static class InverseVolatility
{
    /// <summary>Positive weights that sum to one.</summary>
    /// <param name="risk">Covariance per year without zero variances.</param>
    /// <param name="byVariance">Whether variances are taken instead of volatilities; default false.</param>
    public static AssetValues Weights(RiskModel risk, bool byVariance = false)
    {
        ArgumentNullException.ThrowIfNull(risk);
        var weights = new double[risk.Count];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double variance = PortfolioProgram.PositiveVariance(risk, i);
            sum += weights[i] = 1 / (byVariance ? variance : Math.Sqrt(variance));
        }
        for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
        return new AssetValues(risk.Universe, weights);
    }
}
