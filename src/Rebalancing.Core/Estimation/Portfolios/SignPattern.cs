using System.Globalization;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>Whether weights between bounds can have factor exposures of given signs; a linear program answers.</summary>
internal static class SignPattern
{
    /// <summary>An exposure below this fraction of the factor's largest loading counts as zero.</summary>
    private const double Least = 1e-9;

    /// <summary>Loadings with the rows of negative signs turned, so that every wanted exposure is positive.</summary>
    public static DenseMap Loadings(FactorModel model, double[] signs)
    {
        var row = new double[model.Count];
        var values = new double[model.Count * signs.Length];
        for (int k = 0; k < signs.Length; k++)
        {
            model.Loadings.CopyRow(k, row);
            for (int i = 0; i < row.Length; i++) values[(i * signs.Length) + k] = signs[k] * row[i];
        }
        return DenseMap.FromColumns(values, signs.Length, model.Count);
    }

    /// <summary>Throws when no weights have these signs: names the factor that cannot have its sign, with the exposure that is possible, or says that they cannot all.</summary>
    public static void Check(FactorModel model, DenseMap signed, double[] signs, double[] lower, double[] upper)
    {
        double[] scale = LargestLoadings(signed);
        if (Margin(signed, scale, lower, upper, [.. Enumerable.Range(0, signs.Length)]) is not { } together)
            throw new ArgumentException(FormattableString.Invariant($"Factor risk budgeting: no weights between the bounds sum to 1 (lower bounds sum to {lower.Sum()}, upper bounds to {upper.Sum()}). Widen the bounds."));
        if (together > Least) return;
        for (int k = 0; k < signs.Length; k++)
        {
            double alone = Margin(signed, scale, lower, upper, [k]) ?? 0;
            if (alone > Least) continue;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Factor risk budgeting: exposure to {model.FactorNames[k]} cannot be {Word(signs[k])} between these bounds; the {(signs[k] > 0 ? "largest" : "smallest")} possible is {signs[k] * alone * scale[k]:G4}. Widen the bounds, or turn the sign of its budget."));
        }
        throw new ArgumentException(
            $"Factor risk budgeting: no weights between the bounds have exposures of all these signs at once ({string.Join(", ", signs.Select((s, k) => $"{model.FactorNames[k]} {Word(s)}"))}), though each alone is possible. Widen the bounds, or turn a sign.");
    }

    /// <summary>max m with m &lt;= signed exposure over scale for the listed factors, over weights between the bounds that sum to one, m at most 1; null when there are no such weights.</summary>
    private static double? Margin(DenseMap signed, double[] scale, double[] lower, double[] upper, int[] factors)
    {
        int n = signed.Columns;
        var builder = new ProgramBuilder();
        Block w = builder.Variables(n, "weights"), margin = builder.Variables(1, "margin");
        builder.Bounds(w, lower, upper);
        builder.Bounds(builder.Image(new SumMap(n), w), [1], [1]);
        builder.Bounds(margin, [double.NegativeInfinity], [1]);
        double[] row = new double[n], rows = new double[n * factors.Length], one = new double[factors.Length], open = new double[factors.Length];
        for (int f = 0; f < factors.Length; f++)
        {
            signed.CopyRow(factors[f], row);
            for (int i = 0; i < n; i++) rows[(i * factors.Length) + f] = scale[factors[f]] > 0 ? row[i] / scale[factors[f]] : 0;
        }
        Array.Fill(one, -1.0);
        Array.Fill(open, double.PositiveInfinity);
        Block gap = builder.Image(new ImagePart(DenseMap.FromColumns(rows, factors.Length, n), w), new ImagePart(DenseMap.FromColumns(one, factors.Length, 1), margin));
        builder.Bounds(gap, new double[factors.Length], open);
        builder.Linear(margin, [-1.0]);
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Tolerance = 1e-10 }).Solve();
        return result.Status switch
        {
            SolveStatus.Optimal or SolveStatus.OptimalWithinGap => result.Values(margin)[0],
            SolveStatus.Infeasible => null,
            _ => throw new InvalidOperationException($"Whether the signs are possible was not decided: {result.Status} after {result.Iterations} iterations. Rescale the loadings."),
        };
    }

    private static double[] LargestLoadings(DenseMap signed)
    {
        var row = new double[signed.Columns];
        var largest = new double[signed.Rows];
        for (int k = 0; k < largest.Length; k++)
        {
            signed.CopyRow(k, row);
            foreach (double loading in row) largest[k] = Math.Max(largest[k], Math.Abs(loading));
        }
        return largest;
    }

    private static string Word(double sign) => sign > 0 ? "positive" : "negative";
}
