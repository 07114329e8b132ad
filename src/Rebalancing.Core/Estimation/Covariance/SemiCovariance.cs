namespace Rebalancing;

/// <summary>Semicovariance: covariances of the shortfalls below a benchmark, sum over t of min(r_ti - b, 0) min(r_tj - b, 0) / T, times the periods of a year.</summary>
public static class SemiCovariance
{
    /// <summary>Estimates from complete returns.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="benchmark">Return per period below which a return counts as a loss; default 0.</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns, double benchmark = 0)
    {
        ArgumentNullException.ThrowIfNull(returns);
        Require.Finite(benchmark, "benchmark");
        returns.RequireComplete("The semicovariance", 1);
        double[] values = returns.Values.ToArray();
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < returns.Count; i++)
                values[(t * returns.Stride) + i] = Math.Min(values[(t * returns.Stride) + i] - benchmark, 0);
        double[] matrix = Moments.Gram(values, returns.Periods, returns.Count, returns.Stride, 1.0 / returns.Periods);
        return CovarianceEstimate.FromPeriods(matrix, returns, FormattableString.Invariant($"Semicovariance below {benchmark} per period"));
    }
}
