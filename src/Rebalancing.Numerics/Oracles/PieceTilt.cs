using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Piecewise functions whose slopes depend on a few prices: slope_j = base_j + sum over b of price_b tilt_bj. The tables share their layout and their ends.
/// </summary>
internal static unsafe class PieceTilt
{
    /// <summary>Slopes of <paramref name="target"/> become those of <paramref name="source"/> plus <paramref name="price"/> times those of <paramref name="tilt"/>; its ends stay.</summary>
    public static void Apply(PieceTable source, double price, PieceTable tilt, int pieces, PieceTable target)
    {
        long length = (long)pieces * PieceTable.PieceLength;
        Guard.AtLeast(source.Pieces.Length, length, nameof(source));
        Guard.AtLeast(tilt.Pieces.Length, length, nameof(tilt));
        Guard.AtLeast(target.Pieces.Length, length, nameof(target));
        Vector512<double> factor = Vector512.Create(price);
        fixed (double* plain = source.Pieces, tilted = tilt.Pieces, to = target.Pieces)
        {
            for (long at = 0; at < length; at += PieceTable.PieceLength)
            {
                Vector512.FusedMultiplyAdd(factor, Vector512.Load(tilted + at), Vector512.Load(plain + at)).Store(to + at);
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

    /// <summary>
    /// The value of the tilt over the coordinates 0 .. length-1 side by side, and its slope at each x; at an end the piece to its left.
    /// </summary>
    public static double ValueAndSlopes(PieceTable tilt, int length, ReadOnlySpan<double> x, Span<double> slopes)
    {
        int chunks = (length + 7) >> 3;
        Guard.AtLeast(tilt.Chunks, chunks, nameof(tilt));
        Guard.AtLeast(x.Length, chunks * Lanes.Count, nameof(x));
        Guard.AtLeast(slopes.Length, chunks * Lanes.Count, nameof(slopes));
        Vector512<double> sum = Vector512<double>.Zero;
        fixed (int* start = tilt.Start)
        fixed (double* pieces = tilt.Pieces, px = x, ps = slopes)
        {
            for (int c = 0; c < chunks; c++)
            {
                int i = c * Lanes.Count;
                Vector512<double> x8 = Vector512.Load(px + i);
                double* piece = pieces + ((long)start[c] * PieceTable.PieceLength);
                Vector512<double> slope = Vector512.Load(piece), end = Vector512.Load(piece + Lanes.Count);
                Vector512<double> reached = Vector512.MinNative(x8, end);
                Vector512<double> value = slope * reached;
                for (int j = start[c] + 1; j < start[c + 1]; j++)
                {
                    piece += PieceTable.PieceLength;
                    Vector512<double> steeper = Vector512.Load(piece);
                    slope = Vector512.ConditionalSelect(Vector512.GreaterThan(x8, end), steeper, slope);
                    end = Vector512.Load(piece + Lanes.Count);
                    Vector512<double> next = Vector512.MinNative(x8, end);
                    value = Vector512.FusedMultiplyAdd(steeper, next - reached, value);
                    reached = next;
                }

                slope.Store(ps + i);
                sum += LaneMask.Keep(value, length - i);
            }
        }

        return Lanes.Combine(sum);
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
