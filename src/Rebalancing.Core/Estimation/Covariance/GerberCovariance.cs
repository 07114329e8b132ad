using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Gerber covariance (Gerber, Markowitz, Ernst, Miao, Javid and Sargen 2022): correlations that count large co-movements, whatever their size; robust to outliers and to noise.</summary>
public static class GerberCovariance
{
    /// <summary>Estimates from complete returns.</summary>
    /// <param name="returns">At least two periods; every asset must move beyond its threshold at least once.</param>
    /// <param name="threshold">A move counts when its size reaches this fraction of the asset's standard deviation; above 0, default 0.5.</param>
    /// <param name="kind">Denominator of the statistic; default <see cref="GerberKind.Geometric"/>.</param>
    /// <param name="ddof">Degrees of freedom lost in the standard deviations; default 1.</param>
    public static CovarianceEstimate Estimate(ReturnSeries returns, double threshold = 0.5, GerberKind kind = GerberKind.Geometric, int ddof = 1)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfNegative(ddof);
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown Gerber statistic");
        Require.Positive(threshold, "Gerber threshold", "thresholds are in standard deviations and must be finite and > 0");
        returns.RequireComplete("The Gerber covariance", ddof + 1);
        int n = returns.Count, stride = returns.Stride;
        double[] deviations = Deviations(returns, ddof);
        double[] moves = Moves(returns, deviations, threshold);
        double[] net = Moments.Gram(moves, returns.Periods, n, stride, 1.0);
        for (int i = 0; i < n; i++)
            if (net[(i * n) + i] == 0)
                throw new ArgumentException(FormattableString.Invariant($"{returns.Label(i)} never moved by {threshold} of its standard deviation {deviations[i]:G4}: it has no Gerber correlation. Lower the threshold, or leave it out."), nameof(returns));
        double[] matrix = Correlations(net, moves, returns.Periods, n, stride, kind);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) matrix[(i * n) + j] *= deviations[i] * deviations[j];
        return CovarianceEstimate.FromPeriods(matrix, returns, FormattableString.Invariant($"Gerber covariance (threshold {threshold}, {kind})"), mayBeIndefinite: kind != GerberKind.Geometric);
    }

    private static double[] Deviations(ReturnSeries returns, int ddof)
    {
        double[] x = Moments.Centred(returns, Moments.Means(returns)), deviations = new double[returns.Count];
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < deviations.Length; i++) deviations[i] += x[(t * returns.Stride) + i] * x[(t * returns.Stride) + i];
        for (int i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Sqrt(deviations[i] / (returns.Periods - ddof));
            if (!(deviations[i] > 0)) throw new ArgumentException($"The Gerber covariance needs correlations, and {returns.Label(i)} is constant over {returns.Periods} periods (variance 0). Leave it out, or treat it as cash.");
        }
        return deviations;
    }

    /// <summary>+1, 0 or -1 for each return, laid out like the series.</summary>
    private static double[] Moves(ReturnSeries returns, double[] deviations, double threshold)
    {
        var moves = new double[returns.Periods * returns.Stride];
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < deviations.Length; i++)
            {
                double bar = threshold * deviations[i], value = returns.Row(t)[i];
                moves[(t * returns.Stride) + i] = value >= bar ? 1 : value <= -bar ? -1 : 0;
            }
        return moves;
    }

    private static double[] Correlations(double[] net, double[] moves, int periods, int n, int stride, GerberKind kind)
    {
        var correlations = new double[n * n];
        double[] both = [];
        if (kind != GerberKind.Geometric)
        {
            double[] moved = [.. moves.Select(Math.Abs)];
            both = Moments.Gram(moved, periods, n, stride, 1.0);
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                int at = (i * n) + j;
                double denominator = kind switch
                {
                    GerberKind.Geometric => Math.Sqrt(net[(i * n) + i]) * Math.Sqrt(net[(j * n) + j]),
                    GerberKind.BothMoved => both[at],
                    _ => both[(i * n) + i] + both[(j * n) + j] - both[at],
                };
                correlations[at] = i == j ? 1 : denominator > 0 ? net[at] / denominator : 0;
            }
        return correlations;
    }
}
