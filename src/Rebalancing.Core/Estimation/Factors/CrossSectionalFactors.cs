using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Fundamental factors: exposures of the assets are known (industries, size, value, ...), the factors' returns are found in every period by weighted least
/// squares across the assets, and the covariances of those returns and the variances of what is left make the model.
/// </summary>
public static class CrossSectionalFactors
{
    /// <summary>Estimates with exposures that stay the same over the history.</summary>
    /// <param name="returns">Complete; at least two periods.</param>
    /// <param name="exposures">Assets x factors; at most as many factors as assets; no factor is a combination of others.</param>
    /// <param name="options">Weights, half-lives and lags; null takes the defaults.</param>
    /// <param name="factorNames">Names for messages, if known.</param>
    public static FactorEstimate Estimate(ReturnSeries returns, double[,] exposures, CrossSectionalOptions? options = null, IReadOnlyList<string>? factorNames = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(exposures);
        options ??= new CrossSectionalOptions();
        int n = returns.Count, k = exposures.GetLength(1), periods = returns.Periods;
        returns.RequireComplete("A cross-sectional factor model", Math.Max(2, options.NeweyWestLags + 1));
        string Name(int f) => factorNames is not null && f < factorNames.Count ? $"factor '{factorNames[f]}'" : $"factor {f}";
        double[] roots = Roots(options.RegressionWeights, n);
        double[] loadings = Loadings(exposures, returns, n, k, Name);
        var columns = new double[k * n];
        for (int i = 0; i < n; i++)
            for (int f = 0; f < k; f++) columns[(f * n) + i] = roots[i] * loadings[(i * k) + f];
        var regression = new LeastSquares(columns, n, k, Name, "The cross-sectional regression");

        var factorReturns = new double[periods * k];
        var residuals = new double[periods * returns.Stride];
        var y = new double[n];
        for (int t = 0; t < periods; t++)
        {
            Hadamard.Multiply(roots, returns.Row(t), y);
            Span<double> f = factorReturns.AsSpan(t * k, k);
            regression.Solve(y, f);
            for (int i = 0; i < n; i++) residuals[(t * returns.Stride) + i] = returns.Row(t)[i] - Dot.Product(loadings.AsSpan(i * k, k), f);
        }
        double[] covariance = FactorCovariance.Of(Series(factorReturns, periods, k, returns), options.FactorDecay, options.NeweyWestLags);
        Scale.By(returns.PeriodsPerYear, covariance);
        (double[] specific, double[] explained) = Specific(returns, residuals, options.SpecificDecay);
        FactorModel model = FactorModel.Full(DenseMap.FromColumns(loadings, k, n), covariance, new AssetValues(returns.Universe, specific));
        if (factorNames is not null) model = model.WithFactorNames([.. factorNames]);
        string method = $"Cross-sectional regression on {k} factors{(options.RegressionWeights is null ? "" : ", weighted")}{(options.NeweyWestLags > 0 ? $", Newey-West with {options.NeweyWestLags} lags" : "")}";
        return new FactorEstimate(model, method, factorReturns, explained, [], returns);
    }

    private static double[] Roots(AssetValues? weights, int n)
    {
        var roots = new double[n];
        Array.Fill(roots, 1.0);
        if (weights is null) return roots;
        Require.Positive(weights, "regression weight", "weights must be finite and > 0");
        if (weights.Count != n) throw new ArgumentException($"Got {weights.Count} regression weights for {n} assets.", nameof(weights));
        for (int i = 0; i < n; i++) roots[i] = Math.Sqrt(weights[i]);
        return roots;
    }

    private static double[] Loadings(double[,] exposures, ReturnSeries returns, int n, int k, Func<int, string> name)
    {
        if (exposures.GetLength(0) != n || k == 0) throw new ArgumentException($"Got exposures of {exposures.GetLength(0)} assets to {k} factors; expected {n} assets and at least one factor.", nameof(exposures));
        var loadings = new double[n * k];
        for (int i = 0; i < n; i++)
            for (int f = 0; f < k; f++)
                loadings[(i * k) + f] = double.IsFinite(exposures[i, f]) ? exposures[i, f]
                    : throw new ArgumentException(FormattableString.Invariant($"exposure of {returns.Label(i)} to {name(f)} is {exposures[i, f]}; it must be finite: fill in the factor's mean, or leave the asset out."), nameof(exposures));
        return loadings;
    }

    private static ReturnSeries Series(double[] factorReturns, int periods, int k, ReturnSeries returns)
    {
        int stride = Lanes.PadTo8(k);
        var values = new double[periods * stride];
        for (int t = 0; t < periods; t++) factorReturns.AsSpan(t * k, k).CopyTo(values.AsSpan(t * stride));
        return new ReturnSeries(values, periods, k, returns.PeriodsPerYear, returns.Kind, null, null);
    }

    /// <summary>Weighted variances of the residuals about zero: what is left of a regression with an intercept has mean zero across assets, not over time.</summary>
    private static (double[] Specific, double[] Explained) Specific(ReturnSeries returns, double[] residuals, Decay? decay)
    {
        double[] weights = (decay ?? Decay.None).Weights(returns.Periods), means = Moments.Means(returns);
        double[] specific = new double[returns.Count], total = new double[returns.Count], explained = new double[returns.Count];
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < specific.Length; i++)
            {
                double residual = residuals[(t * returns.Stride) + i], deviation = returns[t, i] - means[i];
                specific[i] += weights[t] * residual * residual;
                total[i] += weights[t] * deviation * deviation;
            }
        for (int i = 0; i < specific.Length; i++)
        {
            explained[i] = total[i] > 0 ? 1 - (specific[i] / total[i]) : double.NaN;
            specific[i] *= returns.PeriodsPerYear;
        }
        return (specific, explained);
    }
}
