namespace Rebalancing.Numerics.Tests;

/// <summary>Three-loop implementations that share nothing with the kernels.</summary>
internal static class Textbook
{
    public static double[] Multiply(double[] a, int rows, int columns, int stride, double[] x)
    {
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                y[i] += a[i * stride + j] * x[j];
            }
        }

        return y;
    }

    /// <summary>Column by column; with fewer pivots the trailing block is the Schur complement.</summary>
    public static double[] Cholesky(double[] a, int n, int stride, int pivots = -1)
    {
        double[] l = (double[])a.Clone();
        for (int k = 0; k < (pivots < 0 ? n : pivots); k++)
        {
            l[k * stride + k] = Math.Sqrt(l[k * stride + k]);
            for (int i = k + 1; i < n; i++)
            {
                l[i * stride + k] /= l[k * stride + k];
            }

            for (int i = k + 1; i < n; i++)
            {
                for (int j = k + 1; j <= i; j++)
                {
                    l[i * stride + j] -= l[i * stride + k] * l[j * stride + k];
                }
            }
        }

        return l;
    }

    /// <summary>D on the diagonal, L below it.</summary>
    public static double[] Ldl(double[] a, int n, int stride)
    {
        double[] l = (double[])a.Clone();
        for (int k = 0; k < n; k++)
        {
            double pivot = l[k * stride + k];
            for (int i = k + 1; i < n; i++)
            {
                for (int j = k + 1; j <= i; j++)
                {
                    l[i * stride + j] -= l[i * stride + k] * l[j * stride + k] / pivot;
                }
            }

            for (int i = k + 1; i < n; i++)
            {
                l[i * stride + k] /= pivot;
            }
        }

        return l;
    }
}
