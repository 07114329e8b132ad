namespace Rebalancing;

/// <summary>Sample covariance S_ij = sum over t of (r_ti - m_i)(r_tj - m_j) / (T - ddof), times the periods of a year.</summary>
public static class SampleCovariance
{
    /// <summary>Estimates from returns; works pairwise when the series was treated so.</summary>
    /// <param name="returns">More periods than <paramref name="ddof"/>.</param>
    /// <param name="ddof">Degrees of freedom lost to the means: 1 is unbiased (default), 0 is maximum likelihood.</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns, int ddof = 1)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfNegative(ddof);
        returns.RequireDecided("The sample covariance", ddof + 1);
        string method = $"Sample covariance (ddof {ddof})";
        return returns.HasGaps
            ? CovarianceEstimate.FromPeriods(PairwiseMoments.Covariance(returns, ddof), returns, method + ", pairwise", mayBeIndefinite: true)
            : CovarianceEstimate.FromPeriods(Matrix(returns, ddof), returns, method);
    }

    /// <summary>The covariance per period of a complete series, row by row.</summary>
    internal static double[] Matrix(ReturnSeries returns, int ddof) =>
        Moments.Gram(Moments.Centred(returns, Moments.Means(returns)), returns.Periods, returns.Count, returns.Stride, 1.0 / (returns.Periods - ddof));
}
