namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Bounds that a row implies for its columns: with a'x between l and u,
/// <code>
///   a_j x_j &lt;= u - min { the rest of a'x },   a_j x_j >= l - max { the rest of a'x }
/// </code>
/// The feasible points are the same; a column that had no end of its own gets one, and a bound that minimises column by column stays finite.
/// </summary>
internal static class ImpliedBounds
{
    internal static void Find(ScenarioForm form)
    {
        form.Lower.CopyTo(form.ImpliedLower, 0);
        form.Upper.CopyTo(form.ImpliedUpper, 0);
        for (int r = 0; r < form.Rows.Count; r++)
            Apply(form, form.Rows[r], form.Lower[form.RowColumn[r]], form.Upper[form.RowColumn[r]]);
    }

    private static void Apply(ScenarioForm form, double[] row, double lower, double upper)
    {
        double[] least = form.ImpliedLower, most = form.ImpliedUpper;
        double low = 0, high = 0;
        int endlessBelow = 0, endlessAbove = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] == 0)
                continue;
            double from = row[j] > 0 ? row[j] * least[j] : row[j] * most[j], to = row[j] > 0 ? row[j] * most[j] : row[j] * least[j];
            (low, endlessBelow) = double.IsInfinity(from) ? (low, endlessBelow + 1) : (low + from, endlessBelow);
            (high, endlessAbove) = double.IsInfinity(to) ? (high, endlessAbove + 1) : (high + to, endlessAbove);
        }

        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] == 0 || (double.IsFinite(least[j]) && double.IsFinite(most[j])))
                continue;
            double from = row[j] > 0 ? row[j] * least[j] : row[j] * most[j], to = row[j] > 0 ? row[j] * most[j] : row[j] * least[j];
            double up = Left(upper, low, endlessBelow, from, double.PositiveInfinity), down = Left(lower, high, endlessAbove, to, double.NegativeInfinity);
            if (row[j] < 0)
                (up, down) = (-down, -up);
            double scale = Math.Abs(row[j]);
            if (double.IsInfinity(most[j]))
                most[j] = Math.Max(up / scale, least[j]);
            if (double.IsInfinity(least[j]))
                least[j] = Math.Min(down / scale, most[j]);
        }
    }

    /// <summary>What the row's end leaves to one column; <paramref name="none"/> where another column has no end.</summary>
    private static double Left(double end, double all, int endless, double own, double none)
    {
        bool ends = double.IsFinite(own);
        return endless > (ends ? 0 : 1) || double.IsInfinity(end) ? none : end - (ends ? all - own : all);
    }
}
