namespace Rebalancing;

/// <summary>A covariance as volatilities and correlations, and back.</summary>
internal static class CorrelationParts
{
    /// <summary>Yearly volatilities; a zero is refused with the asset's name.</summary>
    public static double[] Deviations(DenseRisk risk)
    {
        var deviations = new double[risk.Count];
        for (int i = 0; i < deviations.Length; i++)
        {
            deviations[i] = Math.Sqrt(risk[i, i]);
            if (!(deviations[i] > 0))
                throw new ArgumentException($"{(risk.Universe is { } universe ? $"'{universe[i].Symbol}' (index {i})" : $"index {i}")} has variance 0 and therefore no correlations. Leave it out, or treat it as cash.", nameof(risk));
        }
        return deviations;
    }

    public static double[] Correlations(DenseRisk risk, double[] deviations)
    {
        int n = risk.Count;
        var correlations = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                correlations[(i * n) + j] = i == j ? 1 : risk[i, j] / (deviations[i] * deviations[j]);
        return correlations;
    }

    /// <summary>Rescales to a unit diagonal and to the given volatilities.</summary>
    public static DenseRisk Recompose(double[] matrix, double[] deviations, Universe? universe)
    {
        int n = deviations.Length;
        var rows = new double[n * n];
        double[] factor = [.. deviations.Select((d, i) => d / Math.Sqrt(matrix[(i * n) + i]))];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                rows[(i * n) + j] = matrix[(i * n) + j] * factor[i] * factor[j];
        return DenseRisk.FromRows(rows, n, universe);
    }
}
