using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Ledoit and Wolf's shrinkage of the sample covariance towards a structured target, delta F + (1 - delta) S, with the delta that minimises
/// the expected squared error, estimated from the same returns. One Gram product and a few passes over the returns.
/// </summary>
public static class LedoitWolf
{
    /// <summary>Target: mean variance times the identity (Ledoit and Wolf 2004, "A well-conditioned estimator"). The sample is divided by T.</summary>
    /// <param name="returns">Complete; at least two periods.</param>
    public static CovarianceEstimate ConstantVariance(ReturnSeries returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete("Ledoit-Wolf shrinkage", 2);
        int n = returns.Count, periods = returns.Periods;
        var sums = new ShrinkageSums(returns);
        double[] sample = sums.Sample(ddof: 0);
        double mean = 0;
        for (int i = 0; i < n; i++) mean += sample[(i * n) + i] / n;
        double squares = SumOfSquares.Of(sample);
        double distance = squares - (n * mean * mean);
        double error = ((sums.FourthPowers() / periods) - squares) / periods;
        double shrinkage = distance <= 0 || error <= 0 ? (distance <= 0 ? 1 : 0) : Math.Min(error, distance) / distance;
        ShrinkageTarget.TowardsIdentity(sample, n, shrinkage, mean);
        return CovarianceEstimate.FromPeriods(sample, returns, "Ledoit-Wolf shrinkage towards a constant variance", shrinkage);
    }

    /// <summary>Target: the sample's variances with one correlation for all pairs, the mean of the sample's (Ledoit and Wolf 2003, "Honey, I shrunk the sample covariance matrix").</summary>
    /// <param name="returns">At least two periods and two assets, none of them constant. Treated pairwise, S uses the periods that each pair has and missing returns count as zero in the fourth moments.</param>
    /// <param name="ddof">Degrees of freedom lost to the means in S; default 1.</param>
    public static CovarianceEstimate ConstantCorrelation(ReturnSeries returns, int ddof = 1)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfNegative(ddof);
        returns.RequireDecided("Ledoit-Wolf shrinkage", ddof + 1);
        int n = returns.Count, periods = returns.Periods;
        if (n < 2) throw new ArgumentException("A constant correlation needs at least two assets; use the sample covariance for one.", nameof(returns));
        var sums = new ShrinkageSums(returns);
        double[] sample = returns.HasGaps ? PairwiseMoments.Covariance(returns, ddof) : sums.Sample(ddof);
        double[] products = returns.HasGaps ? sums.Sample(0) : sample;
        double factor = returns.HasGaps ? 1 : (periods - ddof) / (double)periods;
        double[] deviations = Moments.Deviations(sample, returns, "Ledoit-Wolf shrinkage towards a constant correlation");
        double correlation = MeanCorrelation(sample, deviations, n);
        // pi: summed variances of the sample's entries; rho: their covariances with the target's; gamma: squared distance to the target
        double pi = (sums.FourthPowers() / periods) - (2 * factor * Dot.Product(products, sample)) + SumOfSquares.Of(sample);
        (double diagonal, double outside) = sums.AgainstDeviations(sample, deviations, products, factor);
        double rho = diagonal + (correlation * outside);
        double gamma = sums.DistanceToRankOne(sample, deviations, correlation);
        double shrinkage = gamma > 0 ? Math.Clamp((pi - rho) / gamma / periods, 0, 1) : 1;
        ShrinkageTarget.TowardsRankOne(sample, n, shrinkage, correlation, deviations);
        return CovarianceEstimate.FromPeriods(sample, returns, FormattableString.Invariant($"Ledoit-Wolf shrinkage towards a constant correlation of {correlation:F4} (ddof {ddof}{(returns.HasGaps ? ", pairwise" : "")})"), shrinkage, mayBeIndefinite: returns.HasGaps);
    }

    /// <summary>Target: a market model, the market being the equal-weighted mean of the assets (Ledoit and Wolf 2003, "Improved estimation"). The sample is divided by T.</summary>
    /// <param name="returns">Complete; at least two periods, with a mean return that moves.</param>
    public static CovarianceEstimate SingleFactor(ReturnSeries returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete("Ledoit-Wolf shrinkage", 2);
        int n = returns.Count, periods = returns.Periods;
        var sums = new ShrinkageSums(returns);
        double[] sample = sums.Sample(ddof: 0);
        var covariances = new double[n];
        for (int i = 0; i < n; i++) covariances[i] = Sum.Of(sample.AsSpan(i * n, n)) / n;
        double market = Sum.Of(covariances) / n;
        if (!(market > 0)) throw new ArgumentException($"The mean return of the {n} assets is constant over {periods} periods: there is no market factor to shrink towards. Use another target.", nameof(returns));
        double pi = (sums.FourthPowers() / periods) - SumOfSquares.Of(sample);
        double rho = sums.AgainstMarket(sample, covariances, market);
        double gamma = sums.DistanceToRankOne(sample, covariances, 1 / market);
        double shrinkage = gamma > 0 ? Math.Clamp((pi - rho) / gamma / periods, 0, 1) : 1;
        ShrinkageTarget.TowardsRankOne(sample, n, shrinkage, 1 / market, covariances);
        return CovarianceEstimate.FromPeriods(sample, returns, "Ledoit-Wolf shrinkage towards a single-factor model", shrinkage);
    }

    private static double MeanCorrelation(double[] sample, double[] deviations, int n)
    {
        var inverse = new double[n];
        for (int i = 0; i < n; i++) inverse[i] = 1 / deviations[i];
        double sum = 0;
        for (int i = 0; i < n; i++) sum += inverse[i] * Dot.Product(sample.AsSpan(i * n, n), inverse);
        return (sum - n) / ((double)n * (n - 1));
    }
}
