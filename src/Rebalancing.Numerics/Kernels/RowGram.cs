using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Gram products of rows: the small side when a matrix has fewer rows of interest than columns.</summary>
internal static unsafe class RowGram
{
    private const int Side = 4;

    /// <summary>gram[s, t] = scale * (A[rowIndex_s, :] . A[rowIndex_t, :]), the lower triangle; the products have the bits of <see cref="Dot"/>.</summary>
    public static void Gather(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rowIndex, double scale, Span<double> gram, int gramStride)
    {
        Guard.Rows(rowIndex, a.Length, columns, stride, nameof(a));
        Guard.Matrix(gram.Length, rowIndex.Length, rowIndex.Length, gramStride, nameof(gram));
        double* tile = stackalloc double[Side * Side];
        double** rows = stackalloc double*[2 * Side];
        fixed (double* pa = a, pg = gram)
        {
            for (int s = 0; s < rowIndex.Length; s += Side)
            {
                Pick(pa, stride, rowIndex, s, rows);
                for (int t = 0; t <= s; t += Side)
                {
                    Pick(pa, stride, rowIndex, t, rows + Side);
                    FourByFour(rows, rows + Side, columns, scale, tile);
                    for (int i = 0; i < Side && s + i < rowIndex.Length; i++)
                    {
                        int count = Math.Min(Side, s + i - t + 1);
                        new ReadOnlySpan<double>(tile + i * Side, count).CopyTo(new Span<double>(pg + (long)(s + i) * gramStride + t, count));
                    }
                }
            }
        }
    }

    /// <summary>Four rows of the list; beyond its end the last one again, whose products are not kept.</summary>
    private static void Pick(double* a, int stride, ReadOnlySpan<int> list, int first, double** rows)
    {
        for (int i = 0; i < Side; i++)
        {
            rows[i] = a + (long)list[Math.Min(first + i, list.Length - 1)] * stride;
        }
    }

    /// <summary>tile[i, j] = scale * (left_i . right_j): sixteen products, eight loads for sixteen multiply-adds.</summary>
    private static void FourByFour(double** left, double** right, int columns, double scale, double* tile)
    {
        double* a0 = left[0], a1 = left[1], a2 = left[2], a3 = left[3];
        double* b0 = right[0], b1 = right[1], b2 = right[2], b3 = right[3];
        Vector512<double> s00 = Vector512<double>.Zero, s01 = s00, s02 = s00, s03 = s00;
        Vector512<double> s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        Vector512<double> s20 = s00, s21 = s00, s22 = s00, s23 = s00;
        Vector512<double> s30 = s00, s31 = s00, s32 = s00, s33 = s00;
        for (int p = 0; p < columns; p += Lanes.Count)
        {
            int rest = columns - p;
            Vector512<double> y0 = Lanes.LoadUpTo(b0 + p, rest), y1 = Lanes.LoadUpTo(b1 + p, rest);
            Vector512<double> y2 = Lanes.LoadUpTo(b2 + p, rest), y3 = Lanes.LoadUpTo(b3 + p, rest);
            Vector512<double> x0 = Lanes.LoadUpTo(a0 + p, rest);
            s00 = Vector512.FusedMultiplyAdd(x0, y0, s00);
            s01 = Vector512.FusedMultiplyAdd(x0, y1, s01);
            s02 = Vector512.FusedMultiplyAdd(x0, y2, s02);
            s03 = Vector512.FusedMultiplyAdd(x0, y3, s03);
            Vector512<double> x1 = Lanes.LoadUpTo(a1 + p, rest);
            s10 = Vector512.FusedMultiplyAdd(x1, y0, s10);
            s11 = Vector512.FusedMultiplyAdd(x1, y1, s11);
            s12 = Vector512.FusedMultiplyAdd(x1, y2, s12);
            s13 = Vector512.FusedMultiplyAdd(x1, y3, s13);
            Vector512<double> x2 = Lanes.LoadUpTo(a2 + p, rest);
            s20 = Vector512.FusedMultiplyAdd(x2, y0, s20);
            s21 = Vector512.FusedMultiplyAdd(x2, y1, s21);
            s22 = Vector512.FusedMultiplyAdd(x2, y2, s22);
            s23 = Vector512.FusedMultiplyAdd(x2, y3, s23);
            Vector512<double> x3 = Lanes.LoadUpTo(a3 + p, rest);
            s30 = Vector512.FusedMultiplyAdd(x3, y0, s30);
            s31 = Vector512.FusedMultiplyAdd(x3, y1, s31);
            s32 = Vector512.FusedMultiplyAdd(x3, y2, s32);
            s33 = Vector512.FusedMultiplyAdd(x3, y3, s33);
        }

        (Lanes.CombineFour(s00, s01, s02, s03) * scale).Store(tile);
        (Lanes.CombineFour(s10, s11, s12, s13) * scale).Store(tile + 4);
        (Lanes.CombineFour(s20, s21, s22, s23) * scale).Store(tile + 8);
        (Lanes.CombineFour(s30, s31, s32, s33) * scale).Store(tile + 12);
    }
}
