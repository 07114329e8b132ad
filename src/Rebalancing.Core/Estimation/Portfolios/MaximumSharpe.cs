using Rebalancing.Numerics;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// The fully invested portfolio of the largest ratio (m'w - r) / sqrt(w'Sw), by the exact transformation y = w / (m'w - r):
/// min y'Sy, (m - r)'y = 1, lower sum(y) &lt;= y &lt;= upper sum(y), and w = y / sum(y).
/// </summary>
public static class MaximumSharpe
{
    /// <summary>Weights that sum to one. Needs some admissible portfolio that earns more than the riskless return.</summary>
    /// <param name="risk">Covariance per year.</param>
    /// <param name="expectedReturns">Returns per year.</param>
    /// <param name="riskFree">Riskless return per year; default 0.</param>
    /// <param name="lower">Smallest weights; default 0. Negative infinity allows any short position.</param>
    /// <param name="upper">Largest weights; default without limit.</param>
    public static AssetValues Weights(RiskModel risk, AssetValues expectedReturns, double riskFree = 0, AssetValues? lower = null, AssetValues? upper = null)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Require.Finite(expectedReturns, "expected return");
        Require.Finite(riskFree, "riskless return");
        int n = risk.Count;
        if (expectedReturns.Count != n) throw new ArgumentException($"Got {expectedReturns.Count} expected returns for a risk model of {n} assets.", nameof(expectedReturns));
        double[] excess = [.. expectedReturns.Select(m => m - riskFree)];
        return Ratio(risk, excess, lower, upper, "Maximum Sharpe",
            FormattableString.Invariant($"no admissible portfolio earns more than the riskless return {riskFree} (the best asset's expected return is {expectedReturns.Max()}). Check the units, lower the riskless return or widen the bounds."));
    }

    /// <summary>Maximises gain'w / sqrt(w'Sw) over weights between bounds that sum to one.</summary>
    internal static AssetValues Ratio(RiskModel risk, double[] gain, AssetValues? lower, AssetValues? upper, string rule, string whenInfeasible)
    {
        int n = risk.Count;
        (double[] low, double[] high) = PortfolioProgram.Bounds(risk, lower, upper);
        // y is measured so that the largest gain and the largest variance are one: the answer does not depend on it, rounding does
        double unit = gain.Max(Math.Abs), scale = 0;
        for (int i = 0; i < n; i++) scale = Math.Max(scale, risk.AssetVariance(i));
        if (!(unit > 0)) throw new ArgumentException($"{rule}: {whenInfeasible}");
        var builder = new ProgramBuilder();
        Block y = builder.Variables(n, "scaled weights");
        Block total = builder.Variables(1, "scale");
        risk.Lower(builder, y, scale > 0 ? 1 / scale : 1);
        Block earned = builder.WeightedSum(y, [.. gain.Select(g => g / unit)]);
        builder.Bounds(earned, [1], [1]);
        builder.Bounds(total, [0], [double.PositiveInfinity]);
        Block balance = builder.Image(new ImagePart(new SumMap(n), y), new ImagePart(OneColumn([-1.0]), total));
        builder.Bounds(balance, [0], [0]);
        builder.Bounds(y, [.. low.Select(l => l == 0 ? 0 : double.NegativeInfinity)], [.. high.Select(h => h == 0 ? 0 : double.PositiveInfinity)]);
        BoundTimesTotal(builder, y, total, low, isLower: true);
        BoundTimesTotal(builder, y, total, high, isLower: false);
        double[] values = PortfolioProgram.Solve(builder, y, rule, whenInfeasible);
        double sum = Sum.Of(values);
        if (!(sum > 0)) throw new ArgumentException($"{rule}: {whenInfeasible}");
        Scale.By(1 / sum, values);
        return new AssetValues(risk.Universe, values);
    }

    /// <summary>Rows y_i - bound_i * total, for the assets whose bound is neither zero nor infinite.</summary>
    private static void BoundTimesTotal(ProgramBuilder builder, Block y, Block total, double[] bounds, bool isLower)
    {
        int[] assets = [.. Enumerable.Range(0, bounds.Length).Where(i => bounds[i] != 0 && double.IsFinite(bounds[i]))];
        if (assets.Length == 0) return;
        int[] starts = [.. Enumerable.Range(0, assets.Length + 1)];
        double[] ones = new double[assets.Length], zero = new double[assets.Length], open = new double[assets.Length];
        Array.Fill(ones, 1.0);
        Array.Fill(open, isLower ? double.PositiveInfinity : double.NegativeInfinity);
        var picked = new SparseMap(assets.Length, bounds.Length, starts, assets, ones);
        Block rows = builder.Image(new ImagePart(picked, y), new ImagePart(OneColumn([.. assets.Select(i => -bounds[i])]), total));
        builder.Bounds(rows, isLower ? zero : open, isLower ? open : zero);
    }

    private static DenseMap OneColumn(double[] values) => DenseMap.FromColumns(values, values.Length, 1);
}
