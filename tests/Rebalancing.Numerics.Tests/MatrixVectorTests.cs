namespace Rebalancing.Numerics.Tests;

/// <summary>Matrix-vector and Gram kernels against their scalar twins, bit for bit.</summary>
[TestFixture]
internal sealed class MatrixVectorTests
{
    [Test]
    public void Multiply_AnyShape_HasTheBitsOfTheScalarTwin([Range(0, 70)] int columns, [Values(0, 1, 3, 4, 5, 11)] int rows)
    {
        int stride = columns + 1 + columns % 3;
        double[] a = Samples.Vector(rows * stride + 1, columns);
        ReadOnlySpan<double> matrix = a.AsSpan(1);
        double[] x = Samples.Vector(columns, 2), x2 = Samples.Vector(columns, 3);
        int[] list = Samples.Rows(rows, Math.Max(rows, 1), 4);
        double[] y = new double[rows], gathered = new double[rows], first = new double[rows], second = new double[rows], one = new double[rows], other = new double[rows];

        MatrixVector.Multiply(matrix, rows, columns, stride, x, y);
        MatrixVector.GatherMultiply(matrix, columns, stride, list, x, gathered);
        MatrixVector.GatherMultiplyTwo(matrix, columns, stride, list, x, x2, first, second);
        MatrixVector.MultiplyTwo(matrix, rows, columns, stride, x, x2, one, other);

        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> listed = matrix.Slice(list[i] * stride, columns);
            Assert.That(y[i], Is.EqualTo(ScalarTwins.Dot(matrix.Slice(i * stride, columns), x)), $"row {i}");
            Assert.That(gathered[i], Is.EqualTo(ScalarTwins.Dot(listed, x)), $"entry {i}");
            Assert.That(one[i], Is.EqualTo(y[i]), $"row {i}");
            Assert.That(other[i], Is.EqualTo(ScalarTwins.Dot(matrix.Slice(i * stride, columns), x2)), $"row {i}");
            Assert.That(first[i], Is.EqualTo(gathered[i]), $"entry {i}");
            Assert.That(second[i], Is.EqualTo(ScalarTwins.Dot(listed, x2)), $"entry {i}");
        }
    }

    /// <summary>Large enough to be shared out, with widths that the shares do not divide.</summary>
    [Test]
    public void Products_MoreThreads_HaveTheSameBits([Values(2, 3, 5)] int threads, [Values(33, 101)] int columns)
    {
        int rows = (120_000 / columns) + 7, stride = columns + 3;
        double[] a = Samples.Vector(rows * stride, 1), across = Samples.Vector(columns, 2), down = Samples.Vector(rows, 3);
        double[] rowsAlone = new double[rows], rowsShared = new double[rows], columnsAlone = Samples.Vector(columns, 4), columnsShared = [.. columnsAlone];

        MatrixVector.Multiply(a, rows, columns, stride, across, rowsAlone);
        MatrixVector.Multiply(a, rows, columns, stride, across, rowsShared, threads);
        MatrixVector.AddTransposed(0.3, a, rows, columns, stride, down, columnsAlone);
        MatrixVector.AddTransposed(0.3, a, rows, columns, stride, down, columnsShared, threads);

        Assert.That(rowsShared, Is.EqualTo(rowsAlone));
        Assert.That(columnsShared, Is.EqualTo(columnsAlone));
        Assert.That(() => MatrixVector.Multiply(a, rows, columns, stride, across, rowsShared, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MultiplyTransposed_AnyShape_HasTheBitsOfTheScalarTwin([Range(0, 70)] int columns, [Values(0, 1, 7, 8, 9, 19)] int rows)
    {
        const double Alpha = -1.7;
        int stride = columns + columns % 4;
        double[] a = Samples.Vector(rows * stride + 1, columns);
        ReadOnlySpan<double> matrix = a.AsSpan(1);
        double[] x = Samples.Vector(rows, 5);
        double[] start = Samples.Vector(columns, 6);
        int[] all = [.. Enumerable.Range(0, rows)];
        int[] list = Samples.Rows(rows, Math.Max(rows, 1), 7);
        double[] plain = Samples.Vector(columns, 8), added = (double[])start.Clone(), listed = (double[])start.Clone();
        double[] expectedPlain = new double[columns], expectedAdded = (double[])start.Clone(), expectedListed = (double[])start.Clone();

        MatrixVector.MultiplyTransposed(matrix, rows, columns, stride, x, plain);
        MatrixVector.AddTransposed(Alpha, matrix, rows, columns, stride, x, added);
        MatrixVector.AddTransposedGather(Alpha, matrix, columns, stride, list, x, listed);
        ScalarTwins.AddTransposed(1.0, matrix, stride, all, x, expectedPlain);
        ScalarTwins.AddTransposed(Alpha, matrix, stride, all, x, expectedAdded);
        ScalarTwins.AddTransposed(Alpha, matrix, stride, list, x, expectedListed);

        Assert.That(plain, Is.EqualTo(expectedPlain));
        Assert.That(added, Is.EqualTo(expectedAdded));
        Assert.That(listed, Is.EqualTo(expectedListed));
    }

    [Test]
    public void SymmetricMultiply_FullStorage_EqualsTheProduct([Values(0, 1, 8, 33)] int n)
    {
        double[] a = Samples.PositiveDefinite(n, n, 9);
        double[] x = Samples.Vector(n, 10);
        double[] y = new double[n];

        SymmetricMatrixVector.Multiply(a, n, n, x, y);

        Assert.That(y, Is.EqualTo(Textbook.Multiply(a, n, n, n, x)).Within(1e-12 * (n + 1)));
    }

    [Test]
    public void ScaledGram_AnyShape_HasTheBitsOfTheScalarTwin([Values(1, 8, 13, 24, 29, 70)] int columns, [Values(1, 50, 192, 385)] int rows)
    {
        int stride = columns + columns % 5;
        double[] a = Samples.Vector(rows * stride, columns);
        double[] w = Samples.Vector(rows, 11);
        double[] gram = new double[columns * columns];

        ScaledGram.ByRows(a, rows, columns, stride, w, gram, columns, new double[ScaledGram.ScratchLength(columns)]);

        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double expected = ScalarTwins.Stretches(rows, p => a[p * stride + i] * w[p], p => a[p * stride + j]);
                Assert.That(gram[i * columns + j], Is.EqualTo(expected), $"element ({i}, {j})");
            }
        }
    }

    [Test]
    public void ScaledGram_MoreThreads_ChangesNoBit([Values(9, 48, 101)] int columns, [Values(2, 3, 5)] int threads)
    {
        const int Rows = 500;
        double[] a = Samples.Vector(Rows * columns, 12);
        double[] w = Samples.Vector(Rows, 13);
        double[] one = new double[columns * columns], several = new double[columns * columns];

        ScaledGram.ByRows(a, Rows, columns, columns, w, one, columns, new double[ScaledGram.ScratchLength(columns)]);
        ScaledGram.ByRows(a, Rows, columns, columns, w, several, columns, new double[ScaledGram.ScratchLength(columns, threads)], threads);

        Assert.That(several, Is.EqualTo(one));
    }

    [Test]
    public void MatrixVector_NotANumber_ReachesExactlyItsRowOrColumn([Values(3, 8, 21)] int columns)
    {
        const int Rows = 13, BadRow = 6;
        int badColumn = columns - 1;
        double[] a = Samples.Vector(Rows * columns, 14);
        a[BadRow * columns + badColumn] = double.NaN;
        double[] y = new double[Rows], z = new double[columns];

        MatrixVector.Multiply(a, Rows, columns, columns, Samples.Vector(columns, 15), y);
        MatrixVector.MultiplyTransposed(a, Rows, columns, columns, Samples.Vector(Rows, 16), z);

        Assert.That(y.Select(double.IsNaN), Is.EqualTo(Enumerable.Range(0, Rows).Select(i => i == BadRow)));
        Assert.That(z.Select(double.IsNaN), Is.EqualTo(Enumerable.Range(0, columns).Select(j => j == badColumn)));
    }
}
