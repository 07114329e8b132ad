using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Copies a stretch of a matrix into panels for <see cref="Tile"/>, once as it is and once scaled, padding the last panel with zeros.
/// <code>
///   panel q:   x(p, 8q) ... x(p, 8q + 7)   for p = 0, 1, ..., depth - 1
/// </code>
/// </summary>
internal static unsafe class Panels
{
    /// <summary>Sums will run over rows: x(p, q) = A[row_p, q], one weight a row. A null list means rows first, first + 1, ...; either copy may be left out.</summary>
    public static void FromRows(
        double* a, int* list, int first, int depth, int columns, int stride, double* weights, double* plain, double* weighted)
    {
        int whole = columns & ~7;
        int rest = columns - whole;
        for (int p = 0; p < depth; p++)
        {
            double* row = RowProducts.Row(a, list, first + p, stride);
            Vector512<double> weight = Vector512.Create(weights == null ? 1.0 : weights[first + p]);
            long place = p * Tile.Side;
            for (int j = 0; j < whole; j += Tile.Side, place += (long)depth * Tile.Side)
            {
                Put(Vector512.Load(row + j), weight, place, plain, weighted);
            }

            if (rest > 0)
            {
                Put(Lanes.LoadPartial(row + whole, rest), weight, place, plain, weighted);
            }
        }
    }

    /// <summary>Sums will run over columns: x(p, q) = A[q, first + p], one weight a column.</summary>
    public static void FromColumns(
        double* a, int first, int depth, int rows, int stride, double* weights, double* plain, double* weighted)
    {
        for (int q = 0; q < rows; q += Tile.Side)
        {
            int count = Math.Min(Tile.Side, rows - q);
            double* panel = plain + (long)q * depth;
            for (int r = 0; r < count; r++)
            {
                double* row = a + (long)(q + r) * stride + first;
                for (int p = 0; p < depth; p++)
                {
                    panel[p * Tile.Side + r] = row[p];
                }
            }

            for (int r = count; r < Tile.Side; r++)
            {
                for (int p = 0; p < depth; p++)
                {
                    panel[p * Tile.Side + r] = 0.0;
                }
            }

            Scaled(panel, first, depth, weights, weighted + (long)q * depth);
        }
    }

    private static void Scaled(double* panel, int first, int depth, double* weights, double* weighted)
    {
        for (int p = 0; p < depth; p++)
        {
            (Vector512.Load(panel + p * Tile.Side) * weights[first + p]).Store(weighted + p * Tile.Side);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> values, Vector512<double> weight, long place, double* plain, double* weighted)
    {
        if (plain != null)
        {
            values.Store(plain + place);
        }

        if (weighted != null)
        {
            (values * weight).Store(weighted + place);
        }
    }
}
