namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>Every product of every map against two plain loops over its coefficients written out as a full matrix.</summary>
public class MapProductTests
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 1), (1, 9), (3, 8), (5, 17), (8, 24), (13, 70), (40, 7), (0, 4), (4, 0)];

    public enum Kind
    {
        DenseByRows,
        DenseByColumns,
        Sparse,
        Group,
        Sum,
    }

    private static IEnumerable<TestCaseData> Cases =>
        from kind in Enum.GetValues<Kind>()
        from shape in Shapes
        where kind != Kind.Sum || shape.Rows == 1
        select new TestCaseData(kind, shape.Rows, shape.Columns);

    [TestCaseSource(nameof(Cases))]
    public void Apply_RandomMap_IsTheMatrixProduct(Kind kind, int rows, int columns)
    {
        var random = new TestRandom(rows * 100 + columns);
        (LinearMap map, double[,] matrix) = Make(kind, rows, columns, random);
        double[] x = random.NormalVector(columns);
        double[] found = random.NormalVector(rows);

        map.Apply(x, found);

        Assert.That((map.Rows, map.Columns), Is.EqualTo((rows, columns)));
        for (int r = 0; r < rows; r++)
        {
            double expected = 0;
            for (int c = 0; c < columns; c++) expected += matrix[r, c] * x[c];
            Assert.That(found[r], Is.EqualTo(expected).Within(Tolerances.Summation * (1 + columns)), $"row {r}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void ApplyBound_RandomMap_IsNowhereBelowTheProductOfSizes(Kind kind, int rows, int columns)
    {
        var random = new TestRandom(rows * 100 + columns);
        (LinearMap map, double[,] matrix) = Make(kind, rows, columns, random);
        double[] x = random.UniformVector(columns, 0, 2);
        double[] found = random.NormalVector(rows);

        map.ApplyBound(x, found);

        for (int r = 0; r < rows; r++)
        {
            double least = 0;
            for (int c = 0; c < columns; c++) least += Math.Abs(matrix[r, c]) * x[c];
            Assert.That(found[r], Is.GreaterThanOrEqualTo(least * (1 - Tolerances.Summation)), $"row {r}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void AddTransposed_RandomMap_AddsTheTransposedProduct(Kind kind, int rows, int columns)
    {
        var random = new TestRandom(rows * 100 + columns);
        (LinearMap map, double[,] matrix) = Make(kind, rows, columns, random);
        double[] y = random.NormalVector(rows);
        double[] before = random.NormalVector(columns);
        double[] found = [.. before];

        map.AddTransposed(y, found);

        for (int c = 0; c < columns; c++)
        {
            double expected = before[c];
            for (int r = 0; r < rows; r++) expected += matrix[r, c] * y[r];
            Assert.That(found[c], Is.EqualTo(expected).Within(Tolerances.Summation * (1 + rows)), $"column {c}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void AddColumnSquares_RandomMap_AddsTheDiagonalOfTheWeightedGram(Kind kind, int rows, int columns)
    {
        var random = new TestRandom(rows * 100 + columns);
        (LinearMap map, double[,] matrix) = Make(kind, rows, columns, random);
        double[] weight = random.UniformVector(rows, 0, 3);
        double[] before = random.NormalVector(columns);
        double[] found = [.. before];

        map.AddColumnSquares(weight, found);

        for (int c = 0; c < columns; c++)
        {
            double expected = before[c];
            for (int r = 0; r < rows; r++) expected += weight[r] * matrix[r, c] * matrix[r, c];
            Assert.That(found[c], Is.EqualTo(expected).Within(Tolerances.Summation * (1 + rows)), $"column {c}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void CopyRow_RandomMap_IsTheMatrixRow(Kind kind, int rows, int columns)
    {
        var random = new TestRandom(rows * 100 + columns);
        (LinearMap map, double[,] matrix) = Make(kind, rows, columns, random);
        double[] found = random.NormalVector(columns);

        for (int r = 0; r < rows; r++)
        {
            map.CopyRow(r, found);
            Assert.That(found, Is.EqualTo(Enumerable.Range(0, columns).Select(c => matrix[r, c])), $"row {r}");
        }
    }

    [TestCase(Kind.DenseByRows)]
    [TestCase(Kind.DenseByColumns)]
    [TestCase(Kind.Sparse)]
    [TestCase(Kind.Group)]
    public void Apply_VectorOfAnotherLength_ThrowsWithAllFourSizes(Kind kind)
    {
        (LinearMap map, _) = Make(kind, 3, 5, new TestRandom(1));

        Assert.That(() => map.Apply(new double[4], new double[3]), Throws.ArgumentException.With.Message.Contains("3 x 5").And.Message.Contains("4"));
    }

    [Test]
    public void FromRowsAndFromColumns_TheSameMatrix_GiveTheSameProducts()
    {
        var random = new TestRandom(7);
        double[] byRow = random.NormalVector(6 * 11);
        double[] byColumn = new double[66];
        for (int r = 0; r < 6; r++)
        {
            for (int c = 0; c < 11; c++) byColumn[c * 6 + r] = byRow[r * 11 + c];
        }
        double[] x = random.NormalVector(11);
        double[] a = new double[6], b = new double[6];

        DenseMap.FromRows(byRow, 6, 11).Apply(x, a);
        DenseMap.FromColumns(byColumn, 6, 11).Apply(x, b);

        Assert.That(a, Is.EqualTo(b).Within(Tolerances.Summation * 12));
    }

    internal static (LinearMap Map, double[,] Matrix) Make(Kind kind, int rows, int columns, TestRandom random)
    {
        var matrix = new double[rows, columns];
        switch (kind)
        {
            case Kind.DenseByRows or Kind.DenseByColumns:
                Fill(matrix, random, density: 1);
                return (kind == Kind.DenseByRows ? DenseMap.FromRows(ByRows(matrix), rows, columns) : DenseMap.FromColumns(ByColumns(matrix), rows, columns), matrix);
            case Kind.Sparse:
                Fill(matrix, random, density: 0.4);
                return (Compress(matrix), matrix);
            case Kind.Group:
                int[] groupOf = [.. Enumerable.Range(0, columns).Select(_ => random.Integer(-1, rows))];
                for (int c = 0; c < columns; c++)
                {
                    if (groupOf[c] >= 0) matrix[groupOf[c], c] = 1;
                }
                return (new GroupMap(groupOf, rows), matrix);
            default:
                Fill(matrix, random, density: 1);
                return (new SumMap(ByRows(matrix)), matrix);
        }
    }

    private static void Fill(double[,] matrix, TestRandom random, double density)
    {
        for (int r = 0; r < matrix.GetLength(0); r++)
        {
            for (int c = 0; c < matrix.GetLength(1); c++) matrix[r, c] = random.Chance(density) ? random.Normal() : 0;
        }
    }

    private static double[] ByRows(double[,] matrix) => [.. matrix.Cast<double>()];

    private static double[] ByColumns(double[,] matrix) =>
        [.. from c in Enumerable.Range(0, matrix.GetLength(1)) from r in Enumerable.Range(0, matrix.GetLength(0)) select matrix[r, c]];

    private static SparseMap Compress(double[,] matrix)
    {
        List<int> start = [0], column = [];
        List<double> values = [];
        for (int r = 0; r < matrix.GetLength(0); r++)
        {
            for (int c = 0; c < matrix.GetLength(1); c++)
            {
                if (matrix[r, c] == 0) continue;
                column.Add(c);
                values.Add(matrix[r, c]);
            }
            start.Add(values.Count);
        }
        return new SparseMap(matrix.GetLength(0), matrix.GetLength(1), [.. start], [.. column], [.. values]);
    }
}
