using Rebalancing.Numerics;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// The fully invested portfolio of the largest ratio (m'w - r) / sqrt(w'Sw), by the exact transformation y = w / (m'w - r):
/// min y'Sy, (m - r)'y = 1, lower sum(y) &lt;= y &lt;= upper sum(y), limits on sums likewise, and w = y / sum(y).
/// </summary>
public static class MaximumSharpe
{
    /// <summary>Weights that sum to one. Needs some admissible portfolio that earns more than the riskless return.</summary>
    /// <param name="risk">Covariance per year.</param>
    /// <param name="expectedReturns">Returns per year.</param>
    /// <param name="riskFree">Riskless return per year; default 0.</param>
    /// <param name="lower">Smallest weights; default 0. Negative infinity allows any short position.</param>
    /// <param name="upper">Largest weights; default without limit.</param>
    /// <param name="limits">Limits on weighted sums of weights; default none.</param>
    public static AssetValues Weights(RiskModel risk, AssetValues expectedReturns, double riskFree = 0, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Require.Finite(expectedReturns, "expected return");
        Require.Finite(riskFree, "riskless return");
        int n = risk.Count;
        if (expectedReturns.Count != n) throw new ArgumentException($"Got {expectedReturns.Count} expected returns for a risk model of {n} assets.", nameof(expectedReturns));
        double[] excess = [.. expectedReturns.Select(m => m - riskFree)];
        return Ratio(risk, excess, lower, upper, limits, "Maximum Sharpe",
            FormattableString.Invariant($"no admissible portfolio earns more than the riskless return {riskFree} (the best asset's expected return is {expectedReturns.Max()}). Check the units, lower the riskless return or widen the bounds."));
    }

    /// <summary>Maximises gain'w / sqrt(w'Sw) over weights between bounds that sum to one.</summary>
    internal static AssetValues Ratio(RiskModel risk, double[] gain, AssetValues? lower, AssetValues? upper, IReadOnlyList<PortfolioLimit>? limits, string rule, string whenInfeasible)
    {
        int n = risk.Count;
        (double[] low, double[] high) = PortfolioProgram.Bounds(risk, lower, upper);
        // y is measured so that the largest gain and the largest variance are one: the answer does not depend on it, rounding does
        double unit = gain.Max(Math.Abs), scale = 0;
        for (int i = 0; i < n; i++) scale = Math.Max(scale, risk.AssetVariance(i));
        if (!(unit > 0)) throw new ArgumentException($"{rule}: {whenInfeasible}");
        var builder = new ProgramBuilder();
        Block y = builder.Variables(n, "scaled weights");
        risk.Lower(builder, y, scale > 0 ? 1 / scale : 1);
        Block earned = builder.WeightedSum(y, [.. gain.Select(g => g / unit)]);
        builder.Bounds(earned, [1], [1]);
        ScaledWeights.Bound(builder, y, low, high);
        ScaledWeights.Bound(builder, y, limits, n);
        double[] values = PortfolioProgram.Solve(builder, y, rule, whenInfeasible);
        double sum = Sum.Of(values);
        if (!(sum > 0)) throw new ArgumentException($"{rule}: {whenInfeasible}");
        Scale.By(1 / sum, values);
        return new AssetValues(risk.Universe, values);
    }
}
