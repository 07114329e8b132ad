namespace Rebalancing.Numerics.Tests;

[TestFixture]
internal sealed class GramTests
{
    private static readonly int[] Columns = [1, 2, 7, 8, 9, 16, 23, 24, 25, 31, 32, 33, 48, 50, 70, 100];

    [Test]
    public void ByRows_AnyShape_EqualsTheDefinition([ValueSource(nameof(Columns))] int columns, [Values(0, 1, 5, 70, 192, 193, 400)] int rows)
    {
        int stride = columns + 3, gramStride = columns + 1;
        double[] a = Samples.Vector(rows * stride, columns);
        double[] w = Samples.Vector(rows, columns + 1);
        double[] gram = NaNs(columns * gramStride);

        ScaledGram.ByRows(a, rows, columns, stride, w, gram, gramStride, Dirty(ScaledGram.ScratchLength(columns)));

        AssertLower(gram, columns, gramStride, (i, j) =>
        {
            double sum = 0.0;
            for (int p = 0; p < rows; p++)
            {
                sum += w[p] * a[p * stride + i] * a[p * stride + j];
            }

            return sum;
        });
    }

    [Test]
    public void GatherRows_AnyList_EqualsTheDefinition([ValueSource(nameof(Columns))] int columns, [Values(0, 1, 9, 200)] int count)
    {
        const int Rows = 60;
        int stride = columns + 5, gramStride = columns;
        double[] a = Samples.Vector(Rows * stride, columns + 2);
        double[] w = Samples.Vector(count, columns + 3);
        int[] list = Samples.Rows(count, Rows, columns);
        double[] gram = NaNs(columns * gramStride);

        ScaledGram.GatherRows(a, columns, stride, list, w, gram, gramStride, Dirty(ScaledGram.ScratchLength(columns)));

        AssertLower(gram, columns, gramStride, (i, j) =>
        {
            double sum = 0.0;
            for (int t = 0; t < count; t++)
            {
                sum += w[t] * a[list[t] * stride + i] * a[list[t] * stride + j];
            }

            return sum;
        });
    }

    [Test]
    public void ByColumns_AnyShape_EqualsTheDefinition([ValueSource(nameof(Columns))] int rows, [Values(0, 1, 7, 8, 65, 192, 201, 390)] int columns)
    {
        int stride = columns + 1, gramStride = rows + 2;
        double[] a = Samples.Vector(rows * stride, rows + 4);
        double[] w = Samples.Vector(columns, rows + 5);
        double[] gram = NaNs(rows * gramStride);

        ScaledGram.ByColumns(a, rows, columns, stride, w, gram, gramStride, Dirty(ScaledGram.ScratchLengthByColumns(rows)));

        AssertLower(gram, rows, gramStride, (i, j) =>
        {
            double sum = 0.0;
            for (int p = 0; p < columns; p++)
            {
                sum += w[p] * a[i * stride + p] * a[j * stride + p];
            }

            return sum;
        });
    }

    [Test]
    public void Cross_AnyShape_EqualsTheDefinition(
        [Values(1, 7, 8, 17, 40)] int columnsA, [Values(1, 8, 23, 24, 25, 49)] int columnsB, [Values(0, 1, 100, 193)] int rows)
    {
        int strideA = columnsA + 1, strideB = columnsB + 3, stride = columnsB + 2;
        double[] a = Samples.Vector(rows * strideA, 1);
        double[] b = Samples.Vector(rows * strideB, 2);
        double[] w = Samples.Vector(rows, 3);
        double[] result = NaNs(columnsA * stride);

        ScaledGram.Cross(a, columnsA, strideA, b, columnsB, strideB, rows, w, result, stride, Dirty(ScaledGram.ScratchLengthCross(columnsA, columnsB)));

        for (int i = 0; i < columnsA; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                double sum = 0.0;
                for (int p = 0; p < rows && j < columnsB; p++)
                {
                    sum += w[p] * a[p * strideA + i] * b[p * strideB + j];
                }

                Assert.That(result[i * stride + j], j < columnsB ? Is.EqualTo(sum).Within(1e-12 * (rows + 1)) : Is.NaN, $"element ({i}, {j})");
            }
        }
    }

    [Test]
    public void RowGram_AnyList_EqualsTheDefinition([Values(0, 1, 3, 4, 5, 8, 11, 30)] int count, [Values(1, 7, 8, 33, 100)] int columns)
    {
        const int Rows = 40;
        const double Factor = 2.5;
        int stride = columns + 3, gramStride = count + 1;
        double[] a = Samples.Vector(Rows * stride, 8);
        int[] list = Samples.Rows(count, Rows, 9);
        double[] gram = NaNs(count * gramStride);

        RowGram.Gather(a, columns, stride, list, Factor, gram, gramStride);

        AssertLower(gram, count, gramStride, (s, t) =>
        {
            double sum = 0.0;
            for (int j = 0; j < columns; j++)
            {
                sum += a[list[s] * stride + j] * a[list[t] * stride + j];
            }

            return Factor * sum;
        });
    }

    private static double[] NaNs(int length)
    {
        double[] values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    /// <summary>Scratch is not promised to be zero.</summary>
    private static double[] Dirty(int length) => NaNs(length);

    private static void AssertLower(double[] gram, int order, int stride, Func<int, int, double> expected)
    {
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                if (j <= i)
                {
                    Assert.That(gram[i * stride + j], Is.EqualTo(expected(i, j)).Within(2e-12), $"element ({i}, {j})");
                }
                else
                {
                    Assert.That(gram[i * stride + j], Is.NaN, $"element ({i}, {j}) outside the triangle was written");
                }
            }
        }
    }
}
