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
    /// Asymptotic principal components (Connor and Korajczyk 1988): components of the standardised returns, then once more with every asset divided by its
    /// specific volatility, so that noisy assets do not pass for factors. For many assets and few periods.
    /// </summary>
    /// <param name="returns">Complete; at least two periods; no constant asset and none that the factors explain entirely.</param>
    /// <param name="factors">Number of factors, at least 1, fewer than periods and at most the number of assets.</param>
    public static FactorEstimate Asymptotic(ReturnSeries returns, int factors)
    {
        Check(returns, factors, "Asymptotic principal components");
        double[] x = Moments.Centred(returns, Moments.Means(returns));
        var squares = new double[returns.Count];
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < squares.Length; i++) squares[i] += x[(t * returns.Stride) + i] * x[(t * returns.Stride) + i];
        FactorEstimate first = Build(returns, x, Divided(returns, x, squares, "is constant: it has no variance to standardise by. Leave it out"), factors, "");
        return Build(returns, x, Divided(returns, x, first.Model.SpecificVariances, $"is explained entirely by {factors} factors: it has no specific risk to weigh it by. Use fewer factors, or Principal"), factors,
            $"Asymptotic principal components ({factors} factors, weighted by specific volatility)");
    }

    private static FactorEstimate Build(ReturnSeries returns, double[] x, double[] scaled, int factors, string method)
    {
        double[] scores = PrincipalScores.Of(scaled, returns.Periods, returns.Count, returns.Stride, factors);
        return FactorRegression.OnOrthogonal(returns, x, scores, factors, method);
    }

    /// <summary>Every asset's returns over the root of its number.</summary>
    private static double[] Divided(ReturnSeries returns, double[] x, ReadOnlySpan<double> variances, string whyNot)
    {
        var inverse = new double[returns.Count];
        for (int i = 0; i < inverse.Length; i++)
            inverse[i] = variances[i] > 0 ? 1 / Math.Sqrt(variances[i]) : throw new ArgumentException($"{returns.Label(i)} {whyNot}.", nameof(returns));
        double[] divided = (double[])x.Clone();
        for (int t = 0; t < returns.Periods; t++)
        {
            Span<double> row = divided.AsSpan(t * returns.Stride, returns.Count);
            Hadamard.Multiply(row, inverse, row);
        }
        return divided;
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
