using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Piecewise functions whose slopes depend on a few prices: slope_j = base_j + sum over b of price_b tilt_bj. The tables share their layout and their ends.
/// </summary>
internal static unsafe class PieceTilt
{
    /// <summary>Slopes of <paramref name="target"/> become those of <paramref name="source"/>, chunk by chunk.</summary>
    public static void Copy(PieceTable source, int pieces, PieceTable target)
    {
        int length = pieces * PieceTable.PieceLength;
        source.Pieces[..length].CopyTo(target.Pieces);
    }

    /// <summary>Slopes of <paramref name="target"/> grow by <paramref name="price"/> times those of <paramref name="tilt"/>.</summary>
    public static void Add(double price, PieceTable tilt, int pieces, PieceTable target)
    {
        Guard.AtLeast(tilt.Pieces.Length, (long)pieces * PieceTable.PieceLength, nameof(tilt));
        Guard.AtLeast(target.Pieces.Length, (long)pieces * PieceTable.PieceLength, nameof(target));
        Vector512<double> factor = Vector512.Create(price);
        fixed (double* from = tilt.Pieces, to = target.Pieces)
        {
            for (long at = 0; at < (long)pieces * PieceTable.PieceLength; at += PieceTable.PieceLength)
            {
                Vector512.FusedMultiplyAdd(factor, Vector512.Load(from + at), Vector512.Load(to + at)).Store(to + at);
            }
        }
    }

    /// <summary>slopes[i] = slope of the tilt of coordinate i at x_i, for the listed coordinates; at an end the piece to its left.</summary>
    public static void SlopesAt(PieceTable tilt, ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> slopes)
    {
        ReadOnlySpan<int> start = tilt.Start;
        ReadOnlySpan<double> pieces = tilt.Pieces;
        foreach (int i in list)
        {
            slopes[i] = pieces[PieceOf(start, pieces, i, x[i])];
        }
    }

    /// <summary>The same for coordinates side by side: 0 .. x.Length-1.</summary>
    public static void SlopesAt(PieceTable tilt, ReadOnlySpan<double> x, Span<double> slopes)
    {
        ReadOnlySpan<int> start = tilt.Start;
        ReadOnlySpan<double> pieces = tilt.Pieces;
        for (int i = 0; i < x.Length; i++)
        {
            slopes[i] = pieces[PieceOf(start, pieces, i, x[i])];
        }
    }

    private static int PieceOf(ReadOnlySpan<int> start, ReadOnlySpan<double> pieces, int i, double x)
    {
        int chunk = i >> 3, at = (start[chunk] * PieceTable.PieceLength) + (i & 7);
        for (int j = start[chunk] + 1; j < start[chunk + 1] && x > pieces[at + Lanes.Count]; j++)
        {
            at += PieceTable.PieceLength;
        }

        return at;
    }
}
