namespace Rebalancing.Numerics;

/// <summary>The smallest eigenvalue of a symmetric matrix, for a message about an indefinite covariance; not for hot paths.</summary>
internal static class SymmetricEigen
{
    private const double RelativePrecision = 1e-12;

    /// <summary>Scratch of <see cref="SmallestEigenvalue"/>: a shifted copy and its factorisation.</summary>
    public static int ScratchLength(int n) => checked(n * n + Cholesky.ScratchLength(n));

    /// <summary>
    /// The smallest eigenvalue, within 1e-12 of the largest magnitude of all, by bisection: A - s I has a Cholesky factor exactly when s lies below it.
    /// Reads the lower triangle. NaN when the matrix holds a number that is not finite.
    /// </summary>
    public static double SmallestEigenvalue(ReadOnlySpan<double> a, int n, int stride, Span<double> scratch)
    {
        Guard.Matrix(a.Length, n, n, stride, nameof(a));
        Guard.AtLeast(scratch.Length, ScratchLength(n), nameof(scratch));
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        Span<double> copy = scratch[..(n * n)];
        Span<double> work = scratch[(n * n)..];

        (double low, double high, double size) = Bracket(a, n, stride, copy[..n]);
        if (!double.IsFinite(size))
        {
            return double.NaN;
        }

        while (high - low > RelativePrecision * size)
        {
            double middle = low + 0.5 * (high - low);
            if (IsPositiveDefinite(a, n, stride, middle, copy, work))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + 0.5 * (high - low);
    }

    /// <summary>Gershgorin's discs bound it from below, the smallest diagonal element from above.</summary>
    private static (double Low, double High, double Size) Bracket(ReadOnlySpan<double> a, int n, int stride, Span<double> radius)
    {
        radius.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double magnitude = Math.Abs(a[i * stride + j]);
                radius[i] += magnitude;
                radius[j] += magnitude;
            }
        }

        double low = double.PositiveInfinity, high = double.PositiveInfinity, size = 0.0;
        for (int i = 0; i < n; i++)
        {
            double diagonal = a[i * stride + i];
            low = Math.Min(low, diagonal - radius[i]);
            high = Math.Min(high, diagonal);
            size = Math.Max(size, Math.Abs(diagonal) + radius[i]);
        }

        return (low, high, size);
    }

    private static bool IsPositiveDefinite(ReadOnlySpan<double> a, int n, int stride, double shift, Span<double> copy, Span<double> work)
    {
        for (int i = 0; i < n; i++)
        {
            a.Slice(i * stride, i + 1).CopyTo(copy.Slice(i * n, i + 1));
            copy[i * n + i] -= shift;
        }

        return Cholesky.Factor(copy, n, n, work, out _);
    }
}
