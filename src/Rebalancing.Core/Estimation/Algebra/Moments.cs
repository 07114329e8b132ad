using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Sums over periods of a complete series: means, centred copies, Gram products. Rows keep the series' padding.</summary>
internal static class Moments
{
    public static double[] Means(ReturnSeries series)
    {
        var means = new double[series.Count];
        for (int t = 0; t < series.Periods; t++) Axpy.Add(1.0 / series.Periods, series.Row(t), means);
        return means;
    }

    /// <summary>Returns less the mean of each asset; padding stays zero.</summary>
    public static double[] Centred(ReturnSeries series, ReadOnlySpan<double> means)
    {
        double[] centred = series.Values.ToArray();
        for (int t = 0; t < series.Periods; t++) Axpy.Add(-1.0, means, centred.AsSpan(t * series.Stride, series.Count));
        return centred;
    }

    /// <summary>X'X times a factor, all of the symmetric matrix: order * order numbers, row by row.</summary>
    public static double[] Gram(ReadOnlySpan<double> x, int rows, int order, int stride, double factor)
    {
        var weights = new double[rows];
        Array.Fill(weights, factor);
        return WeightedGram(x, rows, order, stride, weights);
    }

    /// <summary>X' diag(weights) X, all of the symmetric matrix.</summary>
    public static double[] WeightedGram(ReadOnlySpan<double> x, int rows, int order, int stride, ReadOnlySpan<double> weights)
    {
        var gram = new double[order * order];
        ScaledGram.ByRows(x, rows, order, stride, weights, gram, order, new double[ScaledGram.ScratchLength(order)]);
        MirrorLower(gram, order);
        return gram;
    }

    /// <summary>Sum of value_j v_j v_j' over the eigenvectors, row by row.</summary>
    public static double[] Compose(EigenSystem eigen, ReadOnlySpan<double> values) => WeightedGram(eigen.Vectors, eigen.Order, eigen.Order, eigen.Order, values);

    /// <summary>Copies the lower triangle to the upper one, block by block so that both sides stay in cache.</summary>
    public static void MirrorLower(Span<double> matrix, int order)
    {
        const int block = 32;
        for (int i0 = 0; i0 < order; i0 += block)
            for (int j0 = 0; j0 <= i0; j0 += block)
                for (int i = i0; i < Math.Min(order, i0 + block); i++)
                    for (int j = j0; j < Math.Min(i, j0 + block); j++)
                        matrix[(j * order) + i] = matrix[(i * order) + j];
    }

    /// <summary>Standard deviations from the diagonal; a zero is refused with the asset's name.</summary>
    public static double[] Deviations(ReadOnlySpan<double> covariance, ReturnSeries series, string estimator)
    {
        int n = series.Count;
        var deviations = new double[n];
        for (int i = 0; i < n; i++)
        {
            deviations[i] = Math.Sqrt(covariance[(i * n) + i]);
            if (!(deviations[i] > 0))
                throw new ArgumentException($"{estimator} needs correlations, and {series.Label(i)} is constant over {series.Periods} periods (variance 0). Leave it out, or treat it as cash.");
        }
        return deviations;
    }
}
