using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Loadings on given factors (market, rates, styles) by regressing each asset's returns on the factors' over time, with an intercept.</summary>
public static class TimeSeriesFactors
{
    /// <summary>Ordinary least squares. Specific variance: residual sum of squares over T - factors - 1.</summary>
    /// <param name="returns">Assets; complete.</param>
    /// <param name="factors">Factors over the same periods; complete; no factor is a combination of others or constant.</param>
    /// <param name="covarianceDecay">Weights of the periods in the factor covariance; default all alike (ddof 1).</param>
    public static FactorEstimate Estimate(ReturnSeries returns, ReturnSeries factors, Decay? covarianceDecay = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(factors);
        int k = factors.Count, periods = returns.Periods, n = returns.Count;
        returns.RequireComplete("A regression on factors", k + 2);
        factors.RequireComplete("A regression on factors", k + 2);
        if (factors.Periods != periods) throw new ArgumentException($"The factors have {factors.Periods} periods and the assets {periods}; expected the same periods.", nameof(factors));
        var columns = new double[(k + 1) * periods];
        for (int t = 0; t < periods; t++)
        {
            columns[t] = 1;
            for (int f = 0; f < k; f++) columns[((f + 1) * periods) + t] = factors[t, f];
        }
        var regression = new LeastSquares(columns, periods, k + 1, c => c == 0 ? "the intercept" : $"factor {factors.Label(c - 1)}", "The regression on factors");
        var loadings = new double[n * k];
        var specific = new double[n];
        var explained = new double[n];
        var coefficients = new double[k + 1];
        for (int i = 0; i < n; i++)
        {
            double[] y = returns.Asset(i);
            double mean = y.Sum() / periods, total = y.Sum(v => (v - mean) * (v - mean));
            regression.Solve(y, coefficients);
            double residual = SumOfSquares.Of(y.AsSpan(k + 1));
            coefficients.AsSpan(1).CopyTo(loadings.AsSpan(i * k));
            specific[i] = residual * returns.PeriodsPerYear / (periods - k - 1);
            explained[i] = total > 0 ? 1 - (residual / total) : double.NaN;
        }
        double[] covariance = FactorCovariance.Of(factors, covarianceDecay, lags: 0);
        Scale.By(returns.PeriodsPerYear, covariance);
        FactorModel model = FactorModel.Full(DenseMap.FromColumns(loadings, k, n), covariance, new AssetValues(returns.Universe, specific));
        if (factors.Universe is { } named) model = model.WithFactorNames([.. named.Assets.Select(asset => asset.Symbol)]);
        var factorReturns = new double[periods * k];
        for (int t = 0; t < periods; t++) factors.Row(t).CopyTo(factorReturns.AsSpan(t * k));
        return new FactorEstimate(model, $"Time-series regression on {k} given factors", factorReturns, explained, [], returns);
    }
}
