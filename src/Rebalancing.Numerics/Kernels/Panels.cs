using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Copies stretches of a matrix into the shapes that <see cref="Tile"/> reads.</summary>
internal static unsafe class Panels
{
    /// <summary>
    /// One scaled panel of 8 columns: panel[8p + q] = w_p x[p stride + q]. Reads 8 columns of every row, so the rows must reach that far.
    /// </summary>
    public static void Scaled(double* x, int stride, int depth, double* weights, double* panel)
    {
        int p = 0;
        for (; p <= depth - 4; p += 4)
        {
            (Vector512.Load(x) * weights[p]).Store(panel);
            (Vector512.Load(x + stride) * weights[p + 1]).Store(panel + Tile.Side);
            (Vector512.Load(x + 2L * stride) * weights[p + 2]).Store(panel + 2 * Tile.Side);
            (Vector512.Load(x + 3L * stride) * weights[p + 3]).Store(panel + 3 * Tile.Side);
            x += 4L * stride;
            panel += 4 * Tile.Side;
        }

        for (; p < depth; p++)
        {
            (Vector512.Load(x) * weights[p]).Store(panel);
            x += stride;
            panel += Tile.Side;
        }
    }

    /// <summary>Copies rows first to first + depth - 1 (or the rows listed there) side by side, padded with zeros to a multiple of 8 columns.</summary>
    public static void CopyRows(double* a, int* list, int first, int depth, int columns, int stride, double* copy)
    {
        int whole = columns & ~7;
        int rest = columns - whole;
        for (int p = 0; p < depth; p++)
        {
            double* row = RowProducts.Row(a, list, first + p, stride);
            for (int j = 0; j < whole; j += Tile.Side)
            {
                Vector512.Load(row + j).Store(copy);
                copy += Tile.Side;
            }

            if (rest > 0)
            {
                Lanes.LoadPartial(row + whole, rest).Store(copy);
                copy += Tile.Side;
            }
        }
    }

    /// <summary>
    /// Columns first to first + depth - 1 of all rows, transposed: copy[p stride + q] = A[q, first + p] with stride = rows padded to 8; padding is zero.
    /// </summary>
    public static void Transpose(double* a, int first, int depth, int rows, int stride, double* copy)
    {
        int copyStride = Lanes.PadTo8(rows);
        for (int q = 0; q < copyStride; q += Tile.Side)
        {
            int count = Math.Min(Tile.Side, rows - q);
            int p = 0;
            if (count == Tile.Side)
            {
                for (; p <= depth - Tile.Side; p += Tile.Side)
                {
                    EightByEight.Transpose(a + (long)q * stride + first + p, stride, copy + (long)p * copyStride + q, copyStride);
                }
            }

            for (; p < depth; p++)
            {
                double* line = copy + (long)p * copyStride + q;
                for (int r = 0; r < Tile.Side; r++)
                {
                    line[r] = r < count ? a[(long)(q + r) * stride + first + p] : 0.0;
                }
            }
        }
    }
}
