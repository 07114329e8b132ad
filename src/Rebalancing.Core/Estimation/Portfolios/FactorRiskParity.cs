using Rebalancing.Numerics;
using Rebalancing.Solvers;

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
    /// Factor risk budgeting within bounds on weights that sum to one: min x'Sx / 2 - sum of b_k log(s_k (Bx)_k) with lower_i t &lt;= x_i &lt;= upper_i t, t = sum(x), w = x / t.
    /// Where a bound binds, contributions are no longer in proportion to the budgets.
    /// </summary>
    /// <param name="model">Any; specific variances may be zero.</param>
    /// <param name="lower">Smallest weights.</param>
    /// <param name="upper">Largest weights.</param>
    /// <param name="budgets">One a factor, positive; only their proportions count. Empty (default) makes them equal.</param>
    /// <param name="signs">+1 or -1, one a factor. Empty (default) makes all exposures positive.</param>
    /// <exception cref="ArgumentException">No admissible portfolio has exposures of these signs; the message names the factors and what is possible.</exception>
    public static AssetValues WeightsWithin(FactorModel model, AssetValues lower, AssetValues upper, ReadOnlySpan<double> budgets = default, ReadOnlySpan<double> signs = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        int k = model.FactorCount;
        double[] b = RiskParity.Budgets(budgets.Length == 0 ? null : AssetValues.Create(budgets), k, "a model", "factors");
        double[] s = RiskParity.Signs(signs.Length == 0 ? null : AssetValues.Create(signs), k, "a model", "factors");
        (double[] low, double[] high) = PortfolioProgram.Bounds(model, lower, upper);
        DenseMap signed = SignPattern.Loadings(model, s);
        SignPattern.Check(model, signed, s, low, high);
        double typical = 0;
        for (int i = 0; i < model.Count; i++) typical += model.AssetVariance(i) / model.Count;
        var builder = new ProgramBuilder();
        Block x = builder.Variables(model.Count, "scaled weights");
        model.Lower(builder, x, 1 / typical);
        builder.Log(builder.Image(signed, x), b);
        ScaledWeights.Bound(builder, x, low, high);
        double[] weights = PortfolioProgram.Solve(builder, x, "Factor risk budgeting", "no weights between the bounds sum to 1 and have exposures of these signs.");
        Scale.By(1 / Sum.Of(weights), weights);
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
