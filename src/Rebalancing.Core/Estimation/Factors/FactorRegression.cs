using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Loadings, factor returns and specific variances from orthonormal scores: loadings are plain sums, because the factors are uncorrelated.</summary>
internal static class FactorRegression
{
    /// <summary>Loadings are scaled to length one, factor variances carry the size. Specific variances complete each asset's sample variance (ddof 1).</summary>
    public static FactorEstimate OnOrthogonal(ReturnSeries returns, double[] x, double[] scores, int factors, string method)
    {
        int n = returns.Count, periods = returns.Periods;
        double year = returns.PeriodsPerYear;
        // b_ik = sum over t of x_ti s_tk, kept asset by asset
        var loadings = new double[n * factors];
        var total = new double[n];
        for (int t = 0; t < periods; t++)
        {
            ReadOnlySpan<double> s = scores.AsSpan(t * factors, factors);
            for (int i = 0; i < n; i++)
            {
                double value = x[(t * returns.Stride) + i];
                total[i] += value * value;
                Axpy.Add(value, s, loadings.AsSpan(i * factors, factors));
            }
        }
        var specific = new double[n];
        var explained = new double[n];
        for (int i = 0; i < n; i++)
        {
            double common = SumOfSquares.Of(loadings.AsSpan(i * factors, factors));
            double left = Math.Max(0, total[i] - common);
            if (left < 1e-13 * total[i]) left = 0;
            specific[i] = left * year / (periods - 1);
            explained[i] = total[i] > 0 ? common / total[i] : double.NaN;
        }
        var variances = new double[factors];
        var factorReturns = (double[])scores.Clone();
        for (int k = 0; k < factors; k++)
        {
            double squares = 0, sum = 0;
            for (int i = 0; i < n; i++)
            {
                squares += loadings[(i * factors) + k] * loadings[(i * factors) + k];
                sum += loadings[(i * factors) + k];
            }
            double length = Math.Sqrt(squares);
            // a sign is free: the loadings sum to something positive, so that the first factor goes up with the market
            double scale = sum < 0 ? -length : length;
            for (int i = 0; i < n; i++) loadings[(i * factors) + k] /= scale;
            for (int t = 0; t < periods; t++) factorReturns[(t * factors) + k] *= scale;
            variances[k] = length * length * year / (periods - 1);
        }
        FactorModel model = FactorModel.Diagonal(DenseMap.FromColumns(loadings, factors, n), variances, new AssetValues(returns.Universe, specific));
        return new FactorEstimate(model, method, factorReturns, explained, [], returns);
    }
}
