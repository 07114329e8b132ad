namespace Rebalancing;

/// <summary>Means and covariances over the periods that assets have. Plain loops: n n T steps.</summary>
internal static class PairwiseMoments
{
    public static double[] Means(ReturnSeries returns)
    {
        var means = new double[returns.Count];
        for (int i = 0; i < means.Length; i++)
        {
            double[] own = [.. returns.Asset(i).Where(r => !double.IsNaN(r))];
            if (own.Length == 0) throw new ArgumentException($"{returns.Label(i)} has no return at all; leave it out.");
            means[i] = own.Sum() / own.Length;
        }
        return means;
    }

    /// <summary>Means over common periods and covariance with the given degrees of freedom lost, row by row.</summary>
    public static double[] Covariance(ReturnSeries returns, int ddof)
    {
        return ForPairs(returns, (x, y, first, second) =>
        {
            double meanX = 0, meanY = 0, sum = 0;
            int common = 0;
            for (int t = 0; t < x.Length; t++)
                if (!double.IsNaN(x[t]) && !double.IsNaN(y[t])) { meanX += x[t]; meanY += y[t]; common++; }
            if (common <= ddof) throw TooFew(returns, first, second, common, ddof + 1);
            meanX /= common;
            meanY /= common;
            for (int t = 0; t < x.Length; t++)
                if (!double.IsNaN(x[t]) && !double.IsNaN(y[t])) sum += (x[t] - meanX) * (y[t] - meanY);
            return sum / (common - ddof);
        });
    }

    /// <summary>Correlations over common periods, row by row; ones on the diagonal.</summary>
    public static double[] Correlations(ReturnSeries returns)
    {
        return ForPairs(returns, (x, y, first, second) =>
        {
            if (first == second) return 1;
            double meanX = 0, meanY = 0, xy = 0, xx = 0, yy = 0;
            int common = 0;
            for (int t = 0; t < x.Length; t++)
                if (!double.IsNaN(x[t]) && !double.IsNaN(y[t])) { meanX += x[t]; meanY += y[t]; common++; }
            if (common < 2) throw TooFew(returns, first, second, common, 2);
            for (int t = 0; t < x.Length; t++)
            {
                if (double.IsNaN(x[t]) || double.IsNaN(y[t])) continue;
                double a = x[t] - (meanX / common), b = y[t] - (meanY / common);
                xy += a * b;
                xx += a * a;
                yy += b * b;
            }
            return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy)
                : throw new ArgumentException($"{returns.Label(xx > 0 ? second : first)} is constant over the {common} periods it shares with {returns.Label(xx > 0 ? first : second)}: they have no correlation. Leave one of them out.");
        });
    }

    /// <summary>Weighted mean of the products of centred returns over common periods; weights are given by period and renormalised for each pair.</summary>
    public static double[] WeightedProducts(ReturnSeries returns, ReadOnlySpan<double> centres, double[] weights)
    {
        double[] centre = centres.ToArray();
        return ForPairs(returns, (x, y, first, second) =>
        {
            double sum = 0, total = 0;
            for (int t = 0; t < x.Length; t++)
            {
                if (double.IsNaN(x[t]) || double.IsNaN(y[t])) continue;
                sum += weights[t] * (x[t] - centre[first]) * (y[t] - centre[second]);
                total += weights[t];
            }
            return total > 0 ? sum / total : throw TooFew(returns, first, second, 0, 1);
        });
    }

    private static double[] ForPairs(ReturnSeries returns, Func<double[], double[], int, int, double> value)
    {
        int n = returns.Count;
        double[][] assets = [.. Enumerable.Range(0, n).Select(returns.Asset)];
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i] = value(assets[i], assets[j], i, j);
        return matrix;
    }

    private static ArgumentException TooFew(ReturnSeries returns, int first, int second, int common, int needed) =>
        new($"{returns.Label(first)} and {returns.Label(second)} have {common} common periods; a covariance needs at least {needed}. Leave one of them out.");
}
