using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// C += sign * A'B for one tile of 8 rows and 8, 16 or 24 columns, on the widest registers there are.
/// The left operand comes as a panel: 8 numbers for p = 0, then 8 for p = 1, and so on. The right one is up to three
/// stretches of 8 columns with a common stride from p to p + 1: columns of a row-major matrix as it lies, or panels (stride 8).
/// </summary>
internal static unsafe class Tile
{
    /// <summary>Rows of a tile, and columns of one panel.</summary>
    public const int Side = 8;

    /// <summary>Panels a tile spans at most.</summary>
    public const int MaxPanels = 3;

    /// <summary>
    /// Terms summed before a tile is written back. Part of the bits of every product that is longer.
    /// </summary>
    public const int Depth = 192;

    /// <summary>Runs the tile over <paramref name="panels"/> (1 to 3) panels b0, b1, b2 into the columns at c0, c1, c2.</summary>
    public static void Run(
        int panels, int depth, double* a, double* b0, double* b1, double* b2, int bStride, double* c0, double* c1, double* c2, int rowStride, double sign)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            switch (panels)
            {
                case 3: Tile512.EightByTwentyFour(depth, a, b0, b1, b2, bStride, c0, c1, c2, rowStride, sign); break;
                case 2: Tile512.EightBySixteen(depth, a, b0, b1, bStride, c0, c1, rowStride, sign); break;
                default: Tile512.EightByEight(depth, a, b0, bStride, c0, rowStride, sign); break;
            }

            return;
        }

        Narrow(depth, a, b0, bStride, c0, rowStride, sign);
        if (panels > 1)
        {
            Narrow(depth, a, b1, bStride, c1, rowStride, sign);
        }

        if (panels > 2)
        {
            Narrow(depth, a, b2, bStride, c2, rowStride, sign);
        }
    }

    /// <summary>One panel in two halves of four rows: narrower registers hold no more sums.</summary>
    private static void Narrow(int depth, double* a, double* b, int bStride, double* c, int rowStride, double sign)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            Tile256.FourByEight(depth, a, b, bStride, c, rowStride, sign);
            Tile256.FourByEight(depth, a + 4, b, bStride, c + 4L * rowStride, rowStride, sign);
        }
        else
        {
            Tile128.FourByEight(depth, a, b, bStride, c, rowStride, sign);
            Tile128.FourByEight(depth, a + 4, b, bStride, c + 4L * rowStride, rowStride, sign);
        }
    }
}
