using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// The nearest positive semidefinite matrix with the same variances: alternating projections of the correlation matrix on the
/// semidefinite cone and on unit diagonals with Dykstra's correction (Higham 2002).
/// </summary>
internal static class PositiveRepair
{
    private const int MaxRounds = 100;

    /// <summary>Repairs in place when an eigenvalue of the correlation is negative beyond rounding; the sentence says how far it was off, null when nothing had to be done.</summary>
    public static string? Apply(double[] covariance, int n, Func<int, string> label)
    {
        var deviations = new double[n];
        for (int i = 0; i < n; i++)
        {
            double variance = covariance[(i * n) + i];
            if (!(variance >= 0 && double.IsFinite(variance)))
                throw new ArgumentException(FormattableString.Invariant($"variance of {label(i)} is {variance}; a covariance has finite variances >= 0 on its diagonal, and a repair keeps them."));
            deviations[i] = Math.Sqrt(variance);
        }
        double[] correlation = Scaled(covariance, n, i => deviations[i] > 0 ? 1 / deviations[i] : 0);
        EigenSystem eigen = EigenSystem.Of(correlation, n);
        double smallest = eigen.Values[n - 1];
        if (smallest >= -1e-12 * n) return null;
        int rounds = Project(correlation, n, eigen, deviations);
        double[] repaired = Scaled(correlation, n, i => deviations[i]);
        double moved = 0;
        for (int i = 0; i < repaired.Length; i++) moved = Math.Max(moved, Math.Abs(repaired[i] - covariance[i]));
        repaired.CopyTo(covariance, 0);
        return FormattableString.Invariant($"The matrix was indefinite (smallest eigenvalue of its correlations {smallest:G4}); it was replaced by the nearest semidefinite one with the same variances, {rounds} rounds, largest change of a covariance {moved:G4}.");
    }

    /// <summary>Dykstra: the correction of the cone's projection is taken off before the next one; projections on an affine set need none.</summary>
    private static int Project(double[] x, int n, EigenSystem eigen, double[] deviations)
    {
        var correction = new double[n * n];
        var shifted = (double[])x.Clone();
        int round = 1;
        for (; ; round++)
        {
            double[] semidefinite = Clipped(eigen);
            double change = 0;
            for (int i = 0; i < x.Length; i++)
            {
                correction[i] = semidefinite[i] - shifted[i];
                double next = i % (n + 1) == 0 && deviations[i / n] > 0 ? 1 : semidefinite[i];
                change = Math.Max(change, Math.Abs(next - x[i]));
                x[i] = next;
                shifted[i] = next - correction[i];
            }
            if (change < 1e-10 || round == MaxRounds) break;
            eigen = EigenSystem.Of(shifted, n);
        }
        // the last word is the cone's; unit diagonals are restored by a congruence, which keeps the signs of eigenvalues
        double[] last = Clipped(EigenSystem.Of(x, n));
        double[] unit = Scaled(last, n, i => last[(i * n) + i] > 0 ? 1 / Math.Sqrt(last[(i * n) + i]) : 0);
        unit.CopyTo(x, 0);
        return round;
    }

    private static double[] Clipped(EigenSystem eigen) => Moments.Compose(eigen, [.. eigen.Values.Select(v => Math.Max(v, 0))]);

    private static double[] Scaled(double[] matrix, int n, Func<int, double> factor)
    {
        var factors = new double[n];
        for (int i = 0; i < n; i++) factors[i] = factor(i);
        var scaled = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            Hadamard.Multiply(matrix.AsSpan(i * n, n), factors, scaled.AsSpan(i * n, n));
            Scale.By(factors[i], scaled.AsSpan(i * n, n));
        }
        return scaled;
    }
}
