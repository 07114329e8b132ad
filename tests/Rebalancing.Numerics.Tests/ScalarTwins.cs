namespace Rebalancing.Numerics.Tests;

/// <summary>One loop a kernel, one number at a time, in the order the kernels promise: eight partial sums and the fixed tree.</summary>
internal static class ScalarTwins
{
    public static double Combine(double[] s) => ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] sums = new double[8];
        for (int i = 0; i < a.Length; i++)
        {
            sums[i % 8] = Math.FusedMultiplyAdd(a[i], b[i], sums[i % 8]);
        }

        return Combine(sums);
    }

    public static double WeightedDot(ReadOnlySpan<double> w, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] sums = new double[8];
        for (int i = 0; i < a.Length; i++)
        {
            sums[i % 8] = Math.FusedMultiplyAdd(w[i] * a[i], b[i], sums[i % 8]);
        }

        return Combine(sums);
    }

    public static double Sum(ReadOnlySpan<double> a)
    {
        double[] sums = new double[8];
        for (int i = 0; i < a.Length; i++)
        {
            sums[i % 8] += a[i];
        }

        return Combine(sums);
    }

    public static double MaxAbs(ReadOnlySpan<double> a)
    {
        double largest = 0.0;
        foreach (double value in a)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    public static double StepRatio(ReadOnlySpan<double> x, ReadOnlySpan<double> dx, double cap)
    {
        double least = cap;
        for (int i = 0; i < x.Length; i++)
        {
            if (!(dx[i] >= 0.0))
            {
                least = Math.Min(least, -x[i] / dx[i]);
            }
        }

        return least;
    }

    /// <summary>y += alpha A'x, row after row.</summary>
    public static void AddTransposed(double alpha, ReadOnlySpan<double> a, int stride, int[] rows, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int t = 0; t < rows.Length; t++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                y[j] = Math.FusedMultiplyAdd(alpha * x[t], a[rows[t] * stride + j], y[j]);
            }
        }
    }

    /// <summary>sum over p of (w_p left_p) right_p: one chain a stretch of 192 terms, the stretches added in order.</summary>
    public static double Stretches(int terms, Func<int, double> weightedLeft, Func<int, double> right)
    {
        double sum = 0.0;
        for (int first = 0; first < terms; first += Tile.Depth)
        {
            double chain = 0.0;
            for (int p = first; p < Math.Min(terms, first + Tile.Depth); p++)
            {
                chain = Math.FusedMultiplyAdd(weightedLeft(p), right(p), chain);
            }

            sum += chain;
        }

        return sum;
    }
}
