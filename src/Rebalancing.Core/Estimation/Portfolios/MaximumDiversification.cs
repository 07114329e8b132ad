namespace Rebalancing;

/// <summary>The fully invested portfolio of the largest diversification ratio, sum of w_i vol_i over sqrt(w'Sw) (Choueifaty and Coignard 2008).</summary>
public static class MaximumDiversification
{
    /// <summary>Weights that sum to one.</summary>
    /// <param name="risk">Covariance per year without zero variances.</param>
    /// <param name="lower">Smallest weights, not negative; default 0.</param>
    /// <param name="upper">Largest weights; default without limit.</param>
    /// <param name="limits">Limits on weighted sums of weights; default none.</param>
    public static AssetValues Weights(RiskModel risk, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null)
    {
        ArgumentNullException.ThrowIfNull(risk);
        if (lower is not null) Require.NotNegative(lower, "smallest weight", "the diversification ratio of short positions is not defined; lower bounds must be finite and >= 0");
        double[] volatilities = [.. Enumerable.Range(0, risk.Count).Select(i => Math.Sqrt(PortfolioProgram.PositiveVariance(risk, i)))];
        return MaximumSharpe.Ratio(risk, volatilities, lower, upper, limits, "Maximum diversification", "no weights between the bounds sum to 1. Widen the bounds.");
    }
}
