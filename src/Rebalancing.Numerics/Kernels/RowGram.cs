namespace Rebalancing.Numerics;

/// <summary>Gram products of rows: the small side when a matrix has fewer rows of interest than columns.</summary>
internal static unsafe class RowGram
{
    /// <summary>gram[s, t] = scale * (A[rowIndex_s, :] . A[rowIndex_t, :]), the lower triangle; the products have the bits of <see cref="Dot"/>.</summary>
    public static void Gather(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rowIndex, double scale, Span<double> gram, int gramStride)
    {
        Guard.Rows(rowIndex, a.Length, columns, stride, nameof(a));
        Guard.Matrix(gram.Length, rowIndex.Length, rowIndex.Length, gramStride, nameof(gram));
        fixed (double* pa = a, pg = gram)
        fixed (int* list = rowIndex)
        {
            for (int s = 0; s < rowIndex.Length; s++)
            {
                double* row = pa + (long)list[s] * stride;
                for (int t = 0; t <= s; t++)
                {
                    pg[(long)s * gramStride + t] = scale * Dot.Product(row, pa + (long)list[t] * stride, columns);
                }
            }
        }
    }
}
