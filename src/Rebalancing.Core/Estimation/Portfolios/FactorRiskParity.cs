using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Factor risk budgeting for a fixed pattern of signs: exposures y = Bw with sign s_k whose contributions to the variance are in given proportions, from
/// min x'Sx / 2 - sum of b_k log(s_k (Bx)_k). At the minimum Sx = B'(b / y): marginal risk lies in the span of the loadings, and y_k (b_k / y_k) = b_k adds up to x'Sx.
/// </summary>
public static class FactorRiskParity
{
    /// <summary>
    /// Weights whose sizes sum to one. Without limits on the holdings the problem has one variable a factor: with A = B D^-1 B' it is
    /// min y'(O + A^-1)y / 2 - sum of b_k log(s_k y_k), and x = D^-1 B' A^-1 y.
    /// </summary>
    /// <param name="model">Positive specific variances, no factor that is a combination of others.</param>
    /// <param name="budgets">One a factor, positive; only their proportions count. Empty (default) makes them equal.</param>
    /// <param name="signs">+1 or -1, one a factor. Empty (default) makes all exposures positive.</param>
    public static AssetValues Weights(FactorModel model, ReadOnlySpan<double> budgets = default, ReadOnlySpan<double> signs = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        int k = model.FactorCount;
        double[] b = RiskParity.Budgets(budgets.Length == 0 ? null : AssetValues.Create(budgets), k, "a model", "factors");
        double[] s = RiskParity.Signs(signs.Length == 0 ? null : AssetValues.Create(signs), k, "a model", "factors");
        var projection = new SpecificProjection(model, "Factor risk budgeting");
        double[] exposures = RiskBudgetSolver.Solve(new DenseBudgetMatrix(CovarianceMatrix.FromRows(projection.ExposureCovariance(), k)), b, s, "Factor risk budgeting");
        double[] weights = projection.Portfolio(exposures);
        double size = 0;
        foreach (double w in weights) size += Math.Abs(w);
        Scale.By(1 / size, weights);
        return new AssetValues(model.Universe, weights);
    }

    /// <summary>
    /// Contribution of each factor to the variance under budgeting, y_k l_k with l the multipliers of Sw = B'l in the least-squares sense of D^-1; they add up to
    /// the variance exactly where marginal risk lies in the span of the loadings, as it does for <see cref="Weights"/>.
    /// </summary>
    /// <param name="model">As for <see cref="Weights"/>.</param>
    /// <param name="weights">Any holdings.</param>
    public static double[] Contributions(FactorModel model, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        double[] exposures = model.Exposures(weights), rows = new SpecificProjection(model, "Factor risk budgeting").ExposureCovariance();
        var contributions = new double[exposures.Length];
        for (int k = 0; k < contributions.Length; k++) contributions[k] = exposures[k] * Dot.Product(rows.AsSpan(k * exposures.Length, exposures.Length), exposures);
        return contributions;
    }
}
