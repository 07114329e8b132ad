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

    /// <summary>Column i of L'B: for each uncorrelated factor q the sum over p >= q of L_pq B_pi.</summary>
    public static DenseMap Rotate(DenseMap loadings, double[] lower)
    {
        int factors = loadings.Rows, assets = loadings.Columns;
        var row = new double[assets];
        var rotated = new double[(long)factors * assets];
        for (int p = 0; p < factors; p++)
        {
            loadings.CopyRow(p, row);
            for (int i = 0; i < assets; i++)
                for (int q = 0; q <= p; q++)
                    rotated[(i * factors) + q] += lower[(p * factors) + q] * row[i];
        }
        return DenseMap.FromColumns(rotated, factors, assets);
    }
}
