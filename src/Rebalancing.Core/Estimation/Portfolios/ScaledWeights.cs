using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>Bounds on weights w = y / sum(y), said about y: lower_i t &lt;= y_i &lt;= upper_i t with t = sum(y) &gt;= 0. What is homogeneous in y stays so.</summary>
internal static class ScaledWeights
{
    public static void Bound(ProgramBuilder builder, Block y, double[] lower, double[] upper)
    {
        Block total = builder.Variables(1, "scale");
        builder.Bounds(total, [0], [double.PositiveInfinity]);
        Block balance = builder.Image(new ImagePart(new SumMap(lower.Length), y), new ImagePart(OneColumn([-1.0]), total));
        builder.Bounds(balance, [0], [0]);
        builder.Bounds(y, [.. lower.Select(l => l == 0 ? 0 : double.NegativeInfinity)], [.. upper.Select(h => h == 0 ? 0 : double.PositiveInfinity)]);
        BoundTimesTotal(builder, y, total, lower, isLower: true);
        BoundTimesTotal(builder, y, total, upper, isLower: false);
    }

    /// <summary>lower sum(y) &lt;= a'y &lt;= upper sum(y): with all ones taken along, each side is one row.</summary>
    public static void Bound(ProgramBuilder builder, Block y, IReadOnlyList<PortfolioLimit>? limits, int count)
    {
        PortfolioLimit.Check(limits, count);
        foreach (PortfolioLimit limit in limits ?? [])
        {
            if (double.IsFinite(limit.Lower)) builder.Bounds(builder.Image(new SumMap([.. limit.Coefficients.Select(a => a - limit.Lower)]), y), [0], [limit.Lower == limit.Upper ? 0 : double.PositiveInfinity]);
            if (double.IsFinite(limit.Upper) && limit.Upper != limit.Lower) builder.Bounds(builder.Image(new SumMap([.. limit.Coefficients.Select(a => a - limit.Upper)]), y), [double.NegativeInfinity], [0]);
        }
    }

    /// <summary>Rows y_i - bound_i * total, for the coordinates whose bound is neither zero nor infinite.</summary>
    private static void BoundTimesTotal(ProgramBuilder builder, Block y, Block total, double[] bounds, bool isLower)
    {
        int[] bounded = [.. Enumerable.Range(0, bounds.Length).Where(i => bounds[i] != 0 && double.IsFinite(bounds[i]))];
        if (bounded.Length == 0) return;
        int[] starts = [.. Enumerable.Range(0, bounded.Length + 1)];
        double[] ones = new double[bounded.Length], zero = new double[bounded.Length], open = new double[bounded.Length];
        Array.Fill(ones, 1.0);
        Array.Fill(open, isLower ? double.PositiveInfinity : double.NegativeInfinity);
        var picked = new SparseMap(bounded.Length, bounds.Length, starts, bounded, ones);
        Block rows = builder.Image(new ImagePart(picked, y), new ImagePart(OneColumn([.. bounded.Select(i => -bounds[i])]), total));
        builder.Bounds(rows, isLower ? zero : open, isLower ? open : zero);
    }

    private static DenseMap OneColumn(double[] values) => DenseMap.FromColumns(values, values.Length, 1);
}
