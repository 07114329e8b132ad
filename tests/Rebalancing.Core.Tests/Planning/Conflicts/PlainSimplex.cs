namespace Rebalancing.Core.Tests.Planning;

/// <summary>
/// A dense two-phase simplex method with Bland's rule: minimise c'x subject to rows a'x = b and x >= 0. Slow and plain; an algorithm of another kind than the
/// library's engines, and at ease where the feasible set has no inside.
/// </summary>
internal static class PlainSimplex
{
    private const double Zero = 1e-10;

    /// <summary>Least value of c'x; NaN where no x is feasible.</summary>
    public static double Minimise(double[] cost, IReadOnlyList<(double[] Coefficients, double Right)> rows)
    {
        int m = rows.Count, n = cost.Length;
        // columns: x, one artificial variable a row, the right-hand side
        var table = new double[m + 1, n + m + 1];
        int[] basis = new int[m];
        for (int r = 0; r < m; r++)
        {
            double sign = rows[r].Right < 0 ? -1 : 1;
            for (int j = 0; j < rows[r].Coefficients.Length; j++) table[r, j] = sign * rows[r].Coefficients[j];
            table[r, n + r] = 1;
            table[r, n + m] = sign * rows[r].Right;
            basis[r] = n + r;
        }
        for (int j = 0; j <= n + m; j++)
            if (j < n || j == n + m) for (int r = 0; r < m; r++) table[m, j] -= table[r, j];
        Iterate(table, basis, m, n + m, n + m);
        if (-table[m, n + m] > 1e-7) return double.NaN;
        for (int r = 0; r < m; r++)
            for (int j = 0; basis[r] >= n && j < n; j++)
                if (Math.Abs(table[r, j]) > 1e-7) Pivot(table, basis, r, j);
        for (int j = 0; j <= n + m; j++) table[m, j] = j < n ? cost[j] : 0;
        for (int r = 0; r < m; r++)
        {
            double price = basis[r] < n ? cost[basis[r]] : 0;
            for (int j = 0; price != 0 && j <= n + m; j++) table[m, j] -= price * table[r, j];
        }
        Iterate(table, basis, m, n, n + m);
        return -table[m, n + m];
    }

    private static void Iterate(double[,] table, int[] basis, int m, int columns, int right)
    {
        for (int step = 0; step < 20_000; step++)
        {
            int enter = -1, leave = -1;
            for (int j = 0; j < columns && enter < 0; j++) if (table[m, j] < -Zero) enter = j;
            if (enter < 0) return;
            double least = double.PositiveInfinity;
            for (int r = 0; r < m; r++)
            {
                if (table[r, enter] <= Zero) continue;
                double ratio = table[r, right] / table[r, enter];
                if (ratio < least - Zero || (ratio <= least + Zero && leave >= 0 && basis[r] < basis[leave])) (least, leave) = (Math.Min(least, ratio), r);
            }
            Assert.That(leave, Is.GreaterThanOrEqualTo(0), "the direct program is unbounded");
            Pivot(table, basis, leave, enter);
        }
        Assert.Fail("the direct program took too many pivots");
    }

    private static void Pivot(double[,] table, int[] basis, int row, int column)
    {
        int rows = table.GetLength(0), columns = table.GetLength(1);
        double pivot = table[row, column];
        for (int j = 0; j < columns; j++) table[row, j] /= pivot;
        for (int r = 0; r < rows; r++)
        {
            double factor = table[r, column];
            if (r == row || factor == 0) continue;
            for (int j = 0; j < columns; j++) table[r, j] -= factor * table[row, j];
        }
        basis[row] = column;
    }
}
