using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Oracle approximating shrinkage (Chen, Wiesel, Eldar and Hero 2010) of the sample covariance (1/T) towards its mean variance times the identity.</summary>
public static class OracleShrinkage
{
    /// <summary>Estimates from complete returns; assumes that they are close to normal.</summary>
    /// <param name="returns">At least two periods.</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete("Oracle approximating shrinkage", 2);
        int n = returns.Count;
        double[] sample = SampleCovariance.Matrix(returns, ddof: 0);
        double mean = 0;
        for (int i = 0; i < n; i++) mean += sample[(i * n) + i] / n;
        double squares = SumOfSquares.Of(sample) / ((double)n * n);
        double excess = (returns.Periods + 1) * (squares - (mean * mean / n));
        double shrinkage = excess <= 0 ? 1 : Math.Min(1, (squares + (mean * mean)) / excess);
        ShrinkageTarget.TowardsIdentity(sample, n, shrinkage, mean);
        return CovarianceEstimate.FromPeriods(sample, returns, "Oracle approximating shrinkage towards a constant variance", shrinkage);
    }
}
