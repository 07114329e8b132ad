using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Shares of a portfolio's variance by uncorrelated sources, and the exponential of their entropy.</summary>
internal static class UncorrelatedBets
{
    public static double Effective(RiskModel risk, double[] weights, double variance)
    {
        double entropy = 0;
        foreach (double part in risk is FactorModel factors ? OfFactors(factors, weights) : OfMatrix((DenseRisk)risk, weights))
        {
            double share = part / variance;
            if (share > 0) entropy -= share * Math.Log(share);
        }
        return Math.Exp(entropy);
    }

    /// <summary>value_j (v_j'w)^2 by principal portfolio.</summary>
    private static double[] OfMatrix(DenseRisk risk, double[] weights)
    {
        int n = risk.Count;
        var rows = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) rows[(i * n) + j] = risk[i, j];
        return Parts(EigenSystem.Of(rows, n), weights);
    }

    /// <summary>The principal factors of the factor covariance, and every asset's specific risk.</summary>
    private static double[] OfFactors(FactorModel risk, double[] weights)
    {
        int k = risk.FactorCount;
        var rows = new double[k * k];
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++) rows[(i * k) + j] = risk.FactorCovariance(i, j);
        ReadOnlySpan<double> specific = risk.SpecificVariances;
        var own = new double[weights.Length];
        for (int i = 0; i < own.Length; i++) own[i] = specific[i] * weights[i] * weights[i];
        return [.. Parts(EigenSystem.Of(rows, k), risk.Exposures(weights)), .. own];
    }

    private static double[] Parts(EigenSystem eigen, double[] x)
    {
        var parts = new double[eigen.Order];
        for (int j = 0; j < parts.Length; j++)
        {
            double along = Dot.Product(eigen.Vector(j), x);
            parts[j] = Math.Max(0, eigen.Values[j]) * along * along;
        }
        return parts;
    }
}
