namespace Rebalancing.Numerics;

/// <summary>Householder reduction A = Q T Q' of a symmetric matrix to a tridiagonal one.</summary>
internal static class Tridiagonal
{
    /// <summary>
    /// Fills the diagonal of T and the numbers beside it (beside[k] couples k and k + 1), and returns Q' row by row.
    /// The matrix is overwritten: row k keeps the reflection that clears it.
    /// </summary>
    public static double[] Reduce(double[] a, int n, double[] diagonal, double[] beside)
    {
        var scale = new double[n];
        var p = new double[n];
        for (int k = 0; k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
            if (k == n - 1) break;
            int first = k + 1, m = n - first;
            Span<double> v = a.AsSpan((k * n) + first, m);
            double norm = Math.Sqrt(SumOfSquares.Of(v));
            beside[k] = v[0] > 0 ? -norm : norm;
            if (m == 1) { beside[k] = v[0]; continue; }
            if (norm == 0) continue;
            // H = I - scale v v', with Hx = beside e1
            v[0] -= beside[k];
            scale[k] = 2 / SumOfSquares.Of(v);
            // A <- H A H = A - v q' - q v' on the trailing square
            Span<double> q = p.AsSpan(0, m);
            for (int i = 0; i < m; i++) q[i] = scale[k] * Dot.Product(a.AsSpan(((first + i) * n) + first, m), v);
            Axpy.Add(-0.5 * scale[k] * Dot.Product(q, v), v, q);
            for (int i = 0; i < m; i++)
            {
                Span<double> row = a.AsSpan(((first + i) * n) + first, m);
                Axpy.Add(-v[i], q, row);
                Axpy.Add(-q[i], v, row);
            }
        }
        return Accumulate(a, n, scale, p);
    }

    /// <summary>Q' = ... H_1 H_0. Q is built from the last reflection to the first, so that each touches only its trailing square, and transposed.</summary>
    private static double[] Accumulate(double[] a, int n, double[] scale, double[] buffer)
    {
        var q = new double[n * n];
        for (int i = 0; i < n; i++) q[(i * n) + i] = 1;
        for (int k = n - 3; k >= 0; k--)
        {
            if (scale[k] == 0) continue;
            int first = k + 1, m = n - first;
            ReadOnlySpan<double> v = a.AsSpan((k * n) + first, m);
            Span<double> sums = buffer.AsSpan(0, m);
            sums.Clear();
            for (int i = 0; i < m; i++) Axpy.Add(v[i], q.AsSpan(((first + i) * n) + first, m), sums);
            for (int i = 0; i < m; i++) Axpy.Add(-scale[k] * v[i], sums, q.AsSpan(((first + i) * n) + first, m));
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                (q[(i * n) + j], q[(j * n) + i]) = (q[(j * n) + i], q[(i * n) + j]);
        return q;
    }
}
