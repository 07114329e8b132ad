using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Works on a covariance after it was estimated: random-matrix denoising, detoning, repair of an indefinite matrix. Volatilities are kept; correlations are cleaned.</summary>
public static class CovarianceCleaning
{
    /// <summary>
    /// Treats the eigenvalues of the correlation matrix below Marchenko and Pastur's edge (1 + sqrt(n / T))^2 as noise
    /// (Laloux, Cizeau, Bouchaud and Potters 1999; Lopez de Prado 2020).
    /// </summary>
    /// <param name="risk">A covariance without zero variances.</param>
    /// <param name="periods">Periods T that it was estimated from.</param>
    /// <param name="treatment">What is done with the noise; default <see cref="NoiseTreatment.ConstantResidual"/>.</param>
    /// <param name="shrinkage">For <see cref="NoiseTreatment.TargetedShrinkage"/>: the share of the noise's correlations that is taken away, 0 to 1; default 1.</param>
    public static DenseRisk Denoise(DenseRisk risk, int periods, NoiseTreatment treatment = NoiseTreatment.ConstantResidual, double shrinkage = 1)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        if (!Enum.IsDefined(treatment)) throw new ArgumentOutOfRangeException(nameof(treatment), treatment, "unknown treatment of noise");
        if (!(shrinkage >= 0 && shrinkage <= 1)) throw new ArgumentOutOfRangeException(nameof(shrinkage), FormattableString.Invariant($"shrinkage is {shrinkage}; it must be between 0 and 1"));
        int n = risk.Count;
        double[] deviations = CorrelationParts.Deviations(risk);
        EigenSystem eigen = EigenSystem.Of(CorrelationParts.Correlations(risk, deviations), n);
        int signals = SignalCount(eigen.Values, NoiseEdge(n, periods));
        if (signals == n) return risk;
        double mean = 0;
        for (int j = signals; j < n; j++) mean += eigen.Values[j] / (n - signals);
        if (treatment == NoiseTreatment.ConstantResidual)
            return CorrelationParts.Recompose(Moments.Compose(eigen, [.. eigen.Values.Select((v, j) => j < signals ? v : mean)]), deviations, risk.Universe);
        double[] noise = Moments.Compose(eigen, [.. eigen.Values.Select((v, j) => j < signals ? 0 : v)]);
        double[] signal = Moments.Compose(eigen, [.. eigen.Values.Select((v, j) => j < signals ? v : 0)]);
        for (int i = 0; i < n * n; i++) signal[i] += i % (n + 1) == 0 ? noise[i] : (1 - shrinkage) * noise[i];
        return CorrelationParts.Recompose(signal, deviations, risk.Universe);
    }

    /// <summary>Takes the largest eigenvalues' directions (the market) out of the correlations, so that what remains shows the structure below. The result is singular: for clustering, not for optimising.</summary>
    /// <param name="risk">A covariance without zero variances.</param>
    /// <param name="modes">How many directions go; at least 1 and fewer than assets. Default 1.</param>
    public static DenseRisk Detone(DenseRisk risk, int modes = 1)
    {
        ArgumentNullException.ThrowIfNull(risk);
        if (modes < 1 || modes >= risk.Count) throw new ArgumentOutOfRangeException(nameof(modes), modes, $"modes must be at least 1 and fewer than the {risk.Count} assets");
        double[] deviations = CorrelationParts.Deviations(risk);
        EigenSystem eigen = EigenSystem.Of(CorrelationParts.Correlations(risk, deviations), risk.Count);
        return CorrelationParts.Recompose(Moments.Compose(eigen, [.. eigen.Values.Select((v, j) => j < modes ? 0 : Math.Max(v, 0))]), deviations, risk.Universe);
    }

    /// <summary>The nearest positive semidefinite covariance with the same variances (Higham 2002), for a matrix from elsewhere that a risk model refuses.</summary>
    /// <param name="values">count * count numbers, row by row, symmetric.</param>
    /// <param name="count">Number of assets.</param>
    /// <param name="universe">The assets, if known.</param>
    /// <param name="note">What was repaired and by how much; null when the matrix was semidefinite already.</param>
    public static DenseRisk Repair(ReadOnlySpan<double> values, int count, Universe? universe, out string? note)
    {
        if (values.Length != (long)count * count) throw new ArgumentException($"Got {values.Length} numbers for {count} assets; expected {(long)count * count}, row by row.", nameof(values));
        double[] matrix = values.ToArray();
        for (int i = 0; i < matrix.Length; i++)
            if (!double.IsFinite(matrix[i])) throw new ArgumentException(FormattableString.Invariant($"the covariance of assets {i / count} and {i % count} is {matrix[i]}; it must be finite"), nameof(values));
        note = PositiveRepair.Apply(matrix, count, i => universe is null ? $"index {i}" : $"'{universe[i].Symbol}' (index {i})");
        return DenseRisk.FromRows(matrix, count, universe);
    }

    /// <summary>Marchenko and Pastur's upper edge of the eigenvalues of a correlation matrix of independent returns: (1 + sqrt(n / T))^2.</summary>
    /// <param name="count">Number of assets n.</param>
    /// <param name="periods">Number of periods T.</param>
    public static double NoiseEdge(int count, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        double root = 1 + Math.Sqrt(count / (double)periods);
        return root * root;
    }

    private static int SignalCount(double[] values, double edge)
    {
        int count = 0;
        while (count < values.Length && values[count] > edge) count++;
        return count;
    }
}
