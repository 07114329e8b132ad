using System.Globalization;
using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Inputs of reference cases as series, and expected matrices as arrays.</summary>
internal static class ReferenceReturns
{
    public static ReturnSeries Prices(ReferenceCase one, double periodsPerYear, ReturnKind kind = ReturnKind.Simple, string name = "prices")
    {
        if (one.Inputs.TryGetProperty(name + "_inline", out JsonElement inline)) return ReturnSeries.FromPrices(Matrix(inline), periodsPerYear, kind);
        LabelledMatrix file = one.File(name);
        return ReturnSeries.FromPrices(file.ToDense(), periodsPerYear, kind, Universe.Of([.. file.ColumnLabels]), Dates(file));
    }

    public static ReturnSeries Returns(ReferenceCase one, double periodsPerYear, params string[] columns)
    {
        LabelledMatrix file = one.File("returns");
        if (columns.Length > 0) file = file.Select(columns);
        return ReturnSeries.FromReturns(file.ToDense(), periodsPerYear, ReturnKind.Simple, Universe.Of([.. file.ColumnLabels]), Dates(file));
    }

    public static DenseRisk Covariance(ReferenceCase one, string name = "cov") => Covariance(one.File(name));

    public static DenseRisk Covariance(LabelledMatrix file)
    {
        double[,] dense = file.ToDense();
        int n = dense.GetLength(0);
        var rows = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) rows[(i * n) + j] = 0.5 * (dense[i, j] + dense[j, i]);
        return DenseRisk.FromRows(rows, n, Universe.Of([.. file.ColumnLabels]));
    }

    public static LabelledMatrix Read(string path) => LabelledMatrix.Read(ReferenceFolder.Combine("refcases", path));

    public static double[,] ExpectedMatrix(ReferenceCase one)
    {
        if (one.Expected.TryGetProperty("matrix", out JsonElement inline)) return Matrix(inline);
        return Read(one.Expected.GetProperty("matrix_file").GetString()!).ToDense();
    }

    public static Dictionary<string, double> ExpectedVector(ReferenceCase one, string name = "vector") => Vector(one.Expected.GetProperty(name));

    public static Dictionary<string, double> Vector(JsonElement element) => element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());

    public static double[,] Matrix(JsonElement rows)
    {
        int height = rows.GetArrayLength(), width = rows[0].GetArrayLength();
        var matrix = new double[height, width];
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++) matrix[i, j] = rows[i][j].ValueKind == JsonValueKind.Number ? rows[i][j].GetDouble() : double.NaN;
        return matrix;
    }

    /// <summary>Random returns with a market in them, so that correlations are not all noise.</summary>
    public static double[,] Random(TestRandom random, int periods, int assets)
    {
        double[] beta = random.UniformVector(assets, 0.4, 1.6), volatility = random.UniformVector(assets, 0.005, 0.03);
        var returns = new double[periods, assets];
        for (int t = 0; t < periods; t++)
        {
            double market = 0.01 * random.Normal();
            for (int i = 0; i < assets; i++) returns[t, i] = 0.0003 + (beta[i] * market) + (volatility[i] * random.Normal());
        }
        return returns;
    }

    public static void AssertMatrix(Func<int, int, double> actual, double[,] expected, double relative, double absolute = 0)
    {
        using (Assert.EnterMultipleScope())
            for (int i = 0; i < expected.GetLength(0); i++)
                for (int j = 0; j < expected.GetLength(1); j++)
                    Assert.That(actual(i, j), Is.EqualTo(expected[i, j]).Within(absolute + (relative * Math.Abs(expected[i, j]))), $"({i}, {j})");
    }

    public static void AssertVector(Func<int, double> actual, Universe universe, Dictionary<string, double> expected, double absolute)
    {
        using (Assert.EnterMultipleScope())
            foreach ((string symbol, double value) in expected)
                Assert.That(actual(universe.IndexOf(symbol)), Is.EqualTo(value).Within(absolute), symbol);
    }

    private static DateOnly[]? Dates(LabelledMatrix file) =>
        DateOnly.TryParse(file.RowLabels[0][..Math.Min(10, file.RowLabels[0].Length)], CultureInfo.InvariantCulture, out _)
            ? [.. file.RowLabels.Select(l => DateOnly.Parse(l[..10], CultureInfo.InvariantCulture))]
            : null;
}
