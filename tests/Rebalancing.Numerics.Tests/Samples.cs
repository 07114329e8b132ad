namespace Rebalancing.Numerics.Tests;

/// <summary>Seeded data for the kernels: well inside the range of doubles, of mixed sign.</summary>
internal static class Samples
{
    public static double[] Vector(int length, int seed)
    {
        Random random = new(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = 2.0 * random.NextDouble() - 1.0;
        }

        return values;
    }

    public static double[] Positive(int length, int seed)
    {
        double[] values = Vector(length, seed);
        for (int i = 0; i < length; i++)
        {
            values[i] = 0.1 + Math.Abs(values[i]);
        }

        return values;
    }

    public static int[] Rows(int count, int rows, int seed)
    {
        Random random = new(seed);
        int[] list = new int[count];
        for (int t = 0; t < count; t++)
        {
            list[t] = random.Next(rows);
        }

        return list;
    }

    /// <summary>B B' + n I, in full, row-major at the given stride.</summary>
    public static double[] PositiveDefinite(int n, int stride, int seed)
    {
        double[] b = Vector(n * n, seed);
        double[] a = new double[Math.Max(0, (n - 1) * stride + n)];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = i == j ? n : 0.0;
                for (int k = 0; k < n; k++)
                {
                    sum += b[i * n + k] * b[j * n + k];
                }

                a[i * stride + j] = sum;
            }
        }

        return a;
    }

    /// <summary>Positive definite in the first rows, negative definite in the last ones, coupled: quasi-definite.</summary>
    public static double[] QuasiDefinite(int positive, int negative, int stride, int seed)
    {
        int n = positive + negative;
        double[] a = PositiveDefinite(n, stride, seed);
        double[] coupling = Vector(n * n, seed + 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (i >= positive && j >= positive)
                {
                    a[i * stride + j] = -a[i * stride + j];
                }
                else if (i >= positive || j >= positive)
                {
                    a[i * stride + j] = coupling[Math.Max(i, j) * n + Math.Min(i, j)];
                }
            }
        }

        return a;
    }
}
