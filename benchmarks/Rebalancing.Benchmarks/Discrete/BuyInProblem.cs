using System.Globalization;
using Rebalancing.Solvers;
using Rebalancing.Testing;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>
/// A mean-variance problem with buy-in thresholds of Frangioni and Gentile: minimise x'Qx, mean'x at least rho, sum x = 1, x_i zero or in [l_i, u_i]. The files hold columns x, then a binary
/// y_i each with rows l_i y_i &lt;= x_i &lt;= u_i y_i, which are read back into choices.
/// </summary>
internal static class BuyInProblem
{
    /// <param name="indexed">The file and what is published of it.</param>
    /// <param name="returnSlack">By how much the least return is missed at most: solvers keep rows to tolerances, which published points may use.</param>
    public static DiscreteProblem Of(IndexedProblem indexed, double returnSlack)
    {
        QuadraticProblem problem = indexed.Read();
        int n = problem.Integers[0];
        double[,] q = problem.QuadraticUpper.ToDense();
        var dense = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++) dense[(i * n) + j] = dense[(j * n) + i] = q[i, j];
        CovarianceMatrix covariance = CovarianceMatrix.FromRows(dense, n);
        double[] least = new double[n], most = new double[n];
        List<(double[] Row, double Lower, double Upper)> rows = [];
        ReadRows(problem, n, least, most, rows);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "holdings");
        builder.Covariance(x, covariance, 1);
        builder.Linear(x, problem.Linear.AsSpan(0, n));
        builder.Bounds(x, new double[n], most);
        foreach ((double[] row, double lower, double upper) in rows) builder.Bounds(builder.Image(new SumMap(row), x), [upper > lower ? lower - returnSlack : lower], [upper]);
        builder.ZeroOrAtLeast(x, least, new double[n]);
        return new DiscreteProblem(indexed.Name, builder.Build(), x, point => Judge(point, problem, least, most))
        {
            PublishedObjective = indexed.PublishedObjective ?? double.NaN,
            PublishedBound = indexed.PublishedLowerBound ?? double.NaN,
        };
    }

    /// <summary>Rows with a binary give l_i or u_i; the others stay.</summary>
    private static void ReadRows(QuadraticProblem problem, int n, double[] least, double[] most, List<(double[] Row, double Lower, double Upper)> rows)
    {
        double[,] a = problem.Rows.ToDense();
        Array.Fill(most, double.PositiveInfinity);
        for (int r = 0; r < problem.RowCount; r++)
        {
            int asset = -1, binary = -1, entries = 0;
            var row = new double[n];
            for (int j = 0; j < problem.VariableCount; j++)
            {
                if (a[r, j] == 0) continue;
                entries++;
                if (j < n) (asset, row[j]) = (j, a[r, j]);
                else binary = j - n;
            }

            if (binary < 0)
            {
                rows.Add((row, problem.RowLower[r], problem.RowUpper[r]));
                continue;
            }

            if (entries != 2 || asset != binary) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"row {r} ties binary {binary} to something else than its asset"));
            double ratio = -a[r, n + binary] / a[r, asset];
            // x - l y >= 0 or <= 0, whichever way round it is written
            if ((problem.RowLower[r] == 0 && a[r, asset] > 0) || (problem.RowUpper[r] == 0 && a[r, asset] < 0)) least[asset] = ratio;
            else most[asset] = ratio;
        }

        for (int i = 0; i < n; i++) most[i] = Math.Min(most[i], problem.Upper[i]);
    }

    private static (double Objective, double Violation) Judge(double[] x, QuadraticProblem problem, double[] least, double[] most)
    {
        var whole = new double[problem.VariableCount];
        for (int i = 0; i < x.Length; i++) (whole[i], whole[x.Length + i]) = (x[i], Math.Abs(x[i]) > 1e-9 ? 1 : 0);
        double buyIns = 0;
        for (int i = 0; i < x.Length; i++) buyIns = Math.Max(buyIns, Math.Max(x[i] - most[i], Math.Min(Math.Abs(x[i]), least[i] - x[i])));
        return (problem.Objective(whole), Math.Max(buyIns, problem.Violation(whole)));
    }
}
