using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// One 8 x 8 tile below a factored diagonal tile, column after column:
/// <code>
///   x(:, c) *= reciprocal_c        x(:, k) -= x(:, c) factor_(c,k)    for k = c + 1 .. 7
/// </code>
/// </summary>
internal static unsafe class TriangleTile
{
    /// <summary>All eight columns, held in registers.</summary>
    public static void Eliminate(double* tile, double* factors, double* reciprocals)
    {
        Vector512<double> x0 = Vector512.Load(tile), x1 = Vector512.Load(tile + 8), x2 = Vector512.Load(tile + 16), x3 = Vector512.Load(tile + 24);
        Vector512<double> x4 = Vector512.Load(tile + 32), x5 = Vector512.Load(tile + 40), x6 = Vector512.Load(tile + 48), x7 = Vector512.Load(tile + 56);

        x0 *= reciprocals[0];
        x1 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[1]), x1);
        x2 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[2]), x2);
        x3 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[3]), x3);
        x4 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[4]), x4);
        x5 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[5]), x5);
        x6 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[6]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x0, Vector512.Create(factors[7]), x7);

        x1 *= reciprocals[1];
        x2 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[10]), x2);
        x3 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[11]), x3);
        x4 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[12]), x4);
        x5 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[13]), x5);
        x6 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[14]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x1, Vector512.Create(factors[15]), x7);

        x2 *= reciprocals[2];
        x3 = Vector512.FusedMultiplyAdd(-x2, Vector512.Create(factors[19]), x3);
        x4 = Vector512.FusedMultiplyAdd(-x2, Vector512.Create(factors[20]), x4);
        x5 = Vector512.FusedMultiplyAdd(-x2, Vector512.Create(factors[21]), x5);
        x6 = Vector512.FusedMultiplyAdd(-x2, Vector512.Create(factors[22]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x2, Vector512.Create(factors[23]), x7);

        x3 *= reciprocals[3];
        x4 = Vector512.FusedMultiplyAdd(-x3, Vector512.Create(factors[28]), x4);
        x5 = Vector512.FusedMultiplyAdd(-x3, Vector512.Create(factors[29]), x5);
        x6 = Vector512.FusedMultiplyAdd(-x3, Vector512.Create(factors[30]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x3, Vector512.Create(factors[31]), x7);

        x4 *= reciprocals[4];
        x5 = Vector512.FusedMultiplyAdd(-x4, Vector512.Create(factors[37]), x5);
        x6 = Vector512.FusedMultiplyAdd(-x4, Vector512.Create(factors[38]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x4, Vector512.Create(factors[39]), x7);

        x5 *= reciprocals[5];
        x6 = Vector512.FusedMultiplyAdd(-x5, Vector512.Create(factors[46]), x6);
        x7 = Vector512.FusedMultiplyAdd(-x5, Vector512.Create(factors[47]), x7);

        x6 *= reciprocals[6];
        x7 = Vector512.FusedMultiplyAdd(-x6, Vector512.Create(factors[55]), x7);

        x7 *= reciprocals[7];

        x0.Store(tile);
        x1.Store(tile + 8);
        x2.Store(tile + 16);
        x3.Store(tile + 24);
        x4.Store(tile + 32);
        x5.Store(tile + 40);
        x6.Store(tile + 48);
        x7.Store(tile + 56);
    }

    /// <summary>The first <paramref name="count"/> columns are eliminated, the others only updated: the last pivots of a partial factorisation.</summary>
    public static void EliminateSome(double* tile, int count, double* factors, double* reciprocals)
    {
        for (int c = 0; c < count; c++)
        {
            Vector512<double> column = Vector512.Load(tile + c * Tile.Side) * reciprocals[c];
            column.Store(tile + c * Tile.Side);
            for (int k = c + 1; k < Tile.Side; k++)
            {
                double* place = tile + k * Tile.Side;
                Vector512.FusedMultiplyAdd(-column, Vector512.Create(factors[c * Tile.Side + k]), Vector512.Load(place)).Store(place);
            }
        }
    }
}
