namespace Rebalancing.Numerics;

/// <summary>
/// A = L D L' without pivoting for quasi-definite matrices (any order of pivots is stable enough when each keeps its known sign):
/// row-major, lower triangle, in place; D on the diagonal, L's unit diagonal implied. The upper triangle has no influence and is not written.
/// </summary>
internal static unsafe class Ldl
{
    /// <summary>Scratch of <see cref="Factor"/>: the matrix in strips and one block of scaled panels.</summary>
    public static int ScratchLength(int n) => checked((int)Strips.Length(n) + BlockedFactor.ScaledLength(n));

    /// <summary>
    /// Factors in place. A pivot whose sign is not the expected one (+1 or -1), whose size is below <paramref name="pivotFloor"/>, or which is NaN,
    /// is replaced by sign * pivotFloor and counted in <paramref name="regularised"/>.
    /// </summary>
    public static void Factor(
        Span<double> a, int n, int stride, ReadOnlySpan<sbyte> expectedSigns, double pivotFloor, Span<double> scratch, out int regularised)
    {
        Guard.Matrix(a.Length, n, n, stride, nameof(a));
        Guard.SameLength(expectedSigns.Length, n, nameof(expectedSigns));
        Guard.AtLeast(scratch.Length, ScratchLength(n), nameof(scratch));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pivotFloor);
        regularised = 0;
        if (n == 0)
        {
            return;
        }

        fixed (double* pa = a, strips = scratch)
        fixed (sbyte* signs = expectedSigns)
        {
            Strips.Read(pa, n, stride, strips);
            new BlockedFactor(strips, strips + Strips.Length(n), n, n, signs, pivotFloor).Run(ref regularised);
            Strips.Write(strips, pa, n, stride);
        }
    }

    /// <summary>b becomes the solution of L D L'x = b.</summary>
    public static void Solve(ReadOnlySpan<double> l, int n, int stride, Span<double> b)
    {
        Guard.Matrix(l.Length, n, n, stride, nameof(l));
        Guard.SameLength(b.Length, n, nameof(b));
        fixed (double* pl = l, pb = b)
        {
            Triangle.Forward(pl, n, stride, pb, unit: true);
            for (int i = 0; i < n; i++)
            {
                pb[i] /= pl[(long)i * stride + i];
            }

            Triangle.Backward(pl, n, stride, pb, unit: true);
        }
    }
}
