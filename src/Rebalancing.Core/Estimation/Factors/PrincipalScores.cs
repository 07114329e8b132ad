using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>The strongest left singular directions of centred returns: for each period the (orthonormal) scores of the factors.</summary>
internal static class PrincipalScores
{
    /// <summary>Periods x factors, row by row; columns are orthonormal and have mean zero.</summary>
    public static double[] Of(double[] x, int periods, int assets, int stride, int factors) =>
        assets <= periods ? ByAssets(x, periods, assets, stride, factors) : ByPeriods(x, periods, assets, stride, factors);

    private static double[] ByAssets(double[] x, int periods, int assets, int stride, int factors)
    {
        EigenSystem eigen = EigenSystem.Of(Moments.Gram(x, periods, assets, stride, 1.0), assets);
        var scores = new double[periods * factors];
        for (int k = 0; k < factors; k++)
        {
            double length = Math.Sqrt(Positive(eigen.Values, k));
            for (int t = 0; t < periods; t++) scores[(t * factors) + k] = Dot.Product(x.AsSpan(t * stride, assets), eigen.Vector(k)) / length;
        }
        return scores;
    }

    private static double[] ByPeriods(double[] x, int periods, int assets, int stride, int factors)
    {
        var gram = new double[periods * periods];
        var weights = new double[assets];
        Array.Fill(weights, 1.0);
        ScaledGram.ByColumns(x, periods, assets, stride, weights, gram, periods, new double[ScaledGram.ScratchLengthByColumns(periods)]);
        Moments.MirrorLower(gram, periods);
        EigenSystem eigen = EigenSystem.Of(gram, periods);
        var scores = new double[periods * factors];
        for (int k = 0; k < factors; k++)
        {
            _ = Positive(eigen.Values, k);
            for (int t = 0; t < periods; t++) scores[(t * factors) + k] = eigen.Vector(k)[t];
        }
        return scores;
    }

    private static double Positive(double[] values, int k) =>
        values[k] > 1e-13 * values[0] ? values[k] : throw new ArgumentException($"The returns have only {k} independent directions; ask for at most {k} factors.");
}
