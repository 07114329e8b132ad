using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>The fully invested portfolio of least variance: min w'Sw, sum of w = 1, lower &lt;= w &lt;= upper.</summary>
public static class MinimumVariance
{
    /// <summary>Weights that sum to one.</summary>
    /// <param name="risk">Covariance per year.</param>
    /// <param name="lower">Smallest weights; default 0. Negative infinity allows any short position.</param>
    /// <param name="upper">Largest weights; default without limit.</param>
    /// <param name="limits">Limits on weighted sums of weights; default none.</param>
    public static AssetValues Weights(RiskModel risk, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null)
    {
        ArgumentNullException.ThrowIfNull(risk);
        (double[] low, double[] high) = PortfolioProgram.Bounds(risk, lower, upper);
        double scale = 0;
        for (int i = 0; i < risk.Count; i++) scale = Math.Max(scale, risk.AssetVariance(i));
        var builder = new ProgramBuilder();
        Block weights = builder.Variables(risk.Count, "weights");
        risk.Lower(builder, weights, scale > 0 ? 1 / scale : 1);
        builder.Bounds(weights, low, high);
        Block sum = builder.Image(new SumMap(risk.Count), weights);
        builder.Bounds(sum, [1], [1]);
        PortfolioLimit.Check(limits, risk.Count);
        foreach (PortfolioLimit limit in limits ?? [])
            builder.Bounds(builder.Image(new SumMap(limit.Coefficients.Span), weights), [limit.Lower], [limit.Upper]);
        double[] values = PortfolioProgram.Solve(builder, weights, "Minimum variance",
            FormattableString.Invariant($"no weights between the bounds and limits sum to 1 (lower bounds sum to {low.Sum()}, upper bounds to {high.Sum()}). Widen the bounds or limits."));
        return new AssetValues(risk.Universe, values);
    }
}
