namespace Rebalancing.Numerics;

/// <summary>A = L L' for symmetric positive definite matrices: row-major, lower triangle, in place. The upper triangle has no influence and is not written.</summary>
internal static unsafe class Cholesky
{
    /// <summary>Scratch of <see cref="Factor"/>: the matrix in strips.</summary>
    public static int ScratchLength(int n) => checked((int)Strips.Length(n));

    /// <summary>
    /// Factors the leading <paramref name="pivots"/> columns (all of them by default) and leaves the Schur complement of the rest in the trailing lower block.
    /// False at the first pivot that is not > 0 (NaN included); the matrix is then as it was.
    /// </summary>
    public static bool Factor(Span<double> a, int n, int stride, Span<double> scratch, out int failedPivot, int pivots = -1)
    {
        Guard.Matrix(a.Length, n, n, stride, nameof(a));
        Guard.AtLeast(scratch.Length, ScratchLength(n), nameof(scratch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pivots, n);
        fixed (double* pa = a, strips = scratch)
        {
            int regularised = 0;
            Strips.Read(pa, n, stride, strips);
            failedPivot = new BlockedFactor(strips, null, n, pivots < 0 ? n : pivots, null, 0.0).Run(ref regularised);
            if (failedPivot >= 0)
            {
                return false;
            }

            Strips.Write(strips, pa, n, stride);
            return true;
        }
    }

    /// <summary>b becomes the solution of L x = b.</summary>
    public static void SolveForward(ReadOnlySpan<double> l, int n, int stride, Span<double> b)
    {
        Guard.Matrix(l.Length, n, n, stride, nameof(l));
        Guard.SameLength(b.Length, n, nameof(b));
        fixed (double* pl = l, pb = b)
        {
            Triangle.Forward(pl, n, stride, pb, unit: false);
        }
    }

    /// <summary>b becomes the solution of L'x = b.</summary>
    public static void SolveBackward(ReadOnlySpan<double> l, int n, int stride, Span<double> b)
    {
        Guard.Matrix(l.Length, n, n, stride, nameof(l));
        Guard.SameLength(b.Length, n, nameof(b));
        fixed (double* pl = l, pb = b)
        {
            Triangle.Backward(pl, n, stride, pb, unit: false);
        }
    }

    /// <summary>b becomes the solution of L L'x = b.</summary>
    public static void SolveInPlace(ReadOnlySpan<double> l, int n, int stride, Span<double> b)
    {
        SolveForward(l, n, stride, b);
        SolveBackward(l, n, stride, b);
    }

    /// <summary>Every row of b becomes the solution of L x = row.</summary>
    public static void SolveForwardMany(ReadOnlySpan<double> l, int n, int stride, Span<double> b, int count, int bStride)
    {
        Guard.Matrix(b.Length, count, n, bStride, nameof(b));
        for (int k = 0; k < count; k++)
        {
            SolveForward(l, n, stride, b.Slice(k * bStride, n));
        }
    }

    /// <summary>Every row of b becomes the solution of L'x = row.</summary>
    public static void SolveBackwardMany(ReadOnlySpan<double> l, int n, int stride, Span<double> b, int count, int bStride)
    {
        Guard.Matrix(b.Length, count, n, bStride, nameof(b));
        for (int k = 0; k < count; k++)
        {
            SolveBackward(l, n, stride, b.Slice(k * bStride, n));
        }
    }
}
