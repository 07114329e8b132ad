namespace Rebalancing;

/// <summary>
/// Exponentially weighted covariance: sum over t of w_t (r_ti - m_i)(r_tj - m_j) with w_t proportional to factor^age and means over the whole series,
/// times the periods of a year.
/// </summary>
public static class EwmaCovariance
{
    /// <summary>One decay for everything; works pairwise when the series was treated so.</summary>
    /// <param name="returns">At least two periods.</param>
    /// <param name="decay">How fast old periods lose weight.</param>
    /// <param name="centred">Whether the plain mean of each asset is taken off first (default); otherwise returns are taken as they are.</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns, Decay decay, bool centred = true)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireDecided("The EWMA covariance", 2);
        string method = FormattableString.Invariant($"EWMA covariance (decay factor {decay.Factor:G6}, {decay.EffectivePeriods(returns.Periods):F1} effective periods{(centred ? "" : ", not centred")})");
        return CovarianceEstimate.FromPeriods(Matrix(returns, decay, centred), returns, method, mayBeIndefinite: returns.HasGaps);
    }

    /// <summary>Separate decays: S_ij = vol_i vol_j rho_ij with volatilities from one decay (usually short) and correlations from another (usually long).</summary>
    /// <param name="returns">At least two periods, no constant asset.</param>
    /// <param name="volatility">Decay of the volatilities.</param>
    /// <param name="correlation">Decay of the correlations.</param>
    /// <param name="centred">Whether the plain mean of each asset is taken off first (default).</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns, Decay volatility, Decay correlation, bool centred = true)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireDecided("The EWMA covariance", 2);
        int n = returns.Count;
        double[] matrix = Matrix(returns, correlation, centred);
        double[] slow = Moments.Deviations(matrix, returns, "The EWMA covariance with two decays");
        double[] quick = Moments.Deviations(Matrix(returns, volatility, centred), returns, "The EWMA covariance with two decays");
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                matrix[(i * n) + j] *= quick[i] / slow[i] * (quick[j] / slow[j]);
        string method = FormattableString.Invariant($"EWMA covariance (decay factor {volatility.Factor:G6} for volatilities, {correlation.Factor:G6} for correlations{(centred ? "" : ", not centred")})");
        return CovarianceEstimate.FromPeriods(matrix, returns, method, mayBeIndefinite: returns.HasGaps);
    }

    private static double[] Matrix(ReturnSeries returns, Decay decay, bool centred)
    {
        double[] weights = decay.Weights(returns.Periods);
        double[] means = !centred ? new double[returns.Count] : returns.HasGaps ? PairwiseMoments.Means(returns) : Moments.Means(returns);
        return returns.HasGaps
            ? PairwiseMoments.WeightedProducts(returns, means, weights)
            : Moments.WeightedGram(Moments.Centred(returns, means), returns.Periods, returns.Count, returns.Stride, weights);
    }
}
