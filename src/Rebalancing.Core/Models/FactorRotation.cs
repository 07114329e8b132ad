namespace Rebalancing;

/// <summary>Correlated factors turned into uncorrelated ones of variance one: O = LL', loadings L'B.</summary>
internal static class FactorRotation
{
    /// <summary>L of O = LL', row by row; a direction without variance gets a zero column.</summary>
    public static double[] LowerTriangle(ReadOnlySpan<double> covariance, int order)
    {
        var lower = new double[order * order];
        double largest = 0;
        for (int i = 0; i < order; i++) largest = Math.Max(largest, covariance[(i * order) + i]);
        for (int j = 0; j < order; j++)
        {
            double pivot = covariance[(j * order) + j];
            for (int p = 0; p < j; p++) pivot -= lower[(j * order) + p] * lower[(j * order) + p];
            if (pivot <= 1e-14 * largest) continue;
            double diagonal = Math.Sqrt(pivot);
            lower[(j * order) + j] = diagonal;
            for (int i = j + 1; i < order; i++)
            {
                double sum = 0.5 * (covariance[(i * order) + j] + covariance[(j * order) + i]);
                for (int p = 0; p < j; p++) sum -= lower[(i * order) + p] * lower[(j * order) + p];
                lower[(i * order) + j] = sum / diagonal;
            }
        }
        return lower;
    }

    /// <summary>L'B: the loadings on uncorrelated factors, which knows that it combines the rows of B.</summary>
    public static DenseMap Rotate(DenseMap loadings, double[] lower)
    {
        int factors = loadings.Rows;
        var transposed = new double[factors * factors];
        for (int p = 0; p < factors; p++)
            for (int q = 0; q <= p; q++) transposed[(q * factors) + p] = lower[(p * factors) + q];
        return DenseMap.Combination(loadings, transposed, factors);
    }
}
