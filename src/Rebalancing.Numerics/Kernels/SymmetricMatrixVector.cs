using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Products with a symmetric matrix that is stored in full.</summary>
internal static class SymmetricMatrixVector
{
    /// <summary>y = A x.</summary>
    public static void Multiply(ReadOnlySpan<double> a, int n, int stride, ReadOnlySpan<double> x, Span<double> y) =>
        MatrixVector.Multiply(a, n, n, stride, x, y);
}
