using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Factors found in the returns themselves: principal components of the sample covariance (ddof 1). Whichever is smaller is decomposed,
/// the assets' covariance or the periods' cross-products, so that 10,000 assets over 500 periods cost a 500 x 500 problem.
/// </summary>
public static class StatisticalFactors
{
    /// <summary>Principal components: the strongest directions are factors with loadings of length one, the rest of each asset's variance is specific.</summary>
    /// <param name="returns">Complete; at least two periods.</param>
    /// <param name="factors">Number of factors, at least 1, fewer than periods and at most the number of assets.</param>
    public static FactorEstimate Principal(ReturnSeries returns, int factors)
    {
        Check(returns, factors, "Principal components");
        double[] x = Moments.Centred(returns, Moments.Means(returns));
        return Build(returns, x, x, factors, $"Principal components ({factors} factors)");
    }

    /// <summary>
    /// Asymptotic principal components (Connor and Korajczyk 1988): as above, then once more with every asset divided by its specific volatility, so that noisy
    /// assets do not pass for factors. For many assets and few periods.
    /// </summary>
    /// <param name="returns">Complete; at least two periods; no asset that the factors explain entirely.</param>
    /// <param name="factors">Number of factors, at least 1, fewer than periods and at most the number of assets.</param>
    public static FactorEstimate Asymptotic(ReturnSeries returns, int factors)
    {
        Check(returns, factors, "Asymptotic principal components");
        double[] x = Moments.Centred(returns, Moments.Means(returns));
        ReadOnlySpan<double> specific = Build(returns, x, x, factors, "").Model.SpecificVariances;
        var inverse = new double[returns.Count];
        for (int i = 0; i < inverse.Length; i++)
            inverse[i] = specific[i] > 0 ? 1 / Math.Sqrt(specific[i])
                : throw new ArgumentException($"{returns.Label(i)} is explained entirely by {factors} factors: it has no specific risk to weigh it by. Use fewer factors, or Principal.", nameof(factors));
        double[] scaled = (double[])x.Clone();
        for (int t = 0; t < returns.Periods; t++)
        {
            Span<double> row = scaled.AsSpan(t * returns.Stride, returns.Count);
            Hadamard.Multiply(row, inverse, row);
        }
        return Build(returns, x, scaled, factors, $"Asymptotic principal components ({factors} factors, one step of weighting by specific volatility)");
    }

    private static FactorEstimate Build(ReturnSeries returns, double[] x, double[] scaled, int factors, string method)
    {
        int periods = returns.Periods;
        double[] scores = PrincipalScores.Of(scaled, periods, returns.Count, returns.Stride, factors);
        if (ReferenceEquals(x, scaled)) return FactorRegression.OnOrthogonal(returns, x, scores, factors, method, unitLoadings: true);
        return FactorRegression.OnOrthogonal(returns, x, scores, factors, method, unitLoadings: false);
    }

    private static void Check(ReturnSeries returns, int factors, string estimator)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete(estimator, 2);
        int most = Math.Min(returns.Periods - 1, returns.Count);
        if (factors < 1 || factors > most)
            throw new ArgumentOutOfRangeException(nameof(factors), factors, $"{returns.Periods} periods of {returns.Count} assets carry 1 to {most} factors");
    }
}
