using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Values of c x + s(x) + g(x), with g counted from a reference of the caller's choice:
/// <code>
///   g(x) = p_1 min(x, b_1) + sum over j > 1 of p_j (min(x, b_j) - min(x, b_(j-1)))   + a constant kept by the caller
/// </code>
/// </summary>
internal static unsafe class PieceValues
{
    /// <summary>Sum over the coordinates 0 .. length-1; the curvature is given apart because a proximal one does not count.</summary>
    public static double Sum(PieceTable table, int length, ReadOnlySpan<double> price, ReadOnlySpan<double> curvature, ReadOnlySpan<double> x)
    {
        int chunks = (length + 7) >> 3;
        Guard.AtLeast(table.Chunks, chunks, nameof(table));
        Guard.AtLeast(price.Length, chunks * Lanes.Count, nameof(price));
        Guard.AtLeast(curvature.Length, chunks * Lanes.Count, nameof(curvature));
        Guard.AtLeast(x.Length, chunks * Lanes.Count, nameof(x));
        fixed (double* inverse = table.Inverse, weight = table.LogWeight)
        {
            if (table.Curves is null)
            {
                return Add(table, new QuadraticCurve(null, inverse), length, price, curvature, x);
            }

            return table.Curves.Powers.Length == 0
                ? Add(table, new LogCurve(inverse, weight), length, price, curvature, x)
                : Add(table, new PowerCurve(inverse, weight, table.Curves.Powers), length, price, curvature, x);
        }
    }

    private static double Add<TCurve>(
        PieceTable table, TCurve curve, int length, ReadOnlySpan<double> price, ReadOnlySpan<double> curvature, ReadOnlySpan<double> x)
        where TCurve : struct, ICurve
    {
        int chunks = (length + 7) >> 3;
        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> sum = Vector512<double>.Zero;
        fixed (int* start = table.Start)
        fixed (double* pieces = table.Pieces, pc = price, pd = curvature, px = x)
        {
            for (int c = 0; c < chunks; c++)
            {
                int i = c * Lanes.Count;
                Vector512<double> x8 = Vector512.Load(px + i);
                Vector512<double> smooth = x8 * Vector512.FusedMultiplyAdd(half * Vector512.Load(pd + i), x8, Vector512.Load(pc + i));
                smooth = curve.AddValue(i, x8, smooth);
                double* piece = pieces + ((long)start[c] * PieceTable.PieceLength);
                Vector512<double> reached = Vector512.MinNative(x8, Vector512.Load(piece + Lanes.Count));
                Vector512<double> value = Vector512.FusedMultiplyAdd(Vector512.Load(piece), reached, smooth);
                for (int j = start[c] + 1; j < start[c + 1]; j++)
                {
                    piece += PieceTable.PieceLength;
                    Vector512<double> next = Vector512.MinNative(x8, Vector512.Load(piece + Lanes.Count));
                    value = Vector512.FusedMultiplyAdd(Vector512.Load(piece), next - reached, value);
                    reached = next;
                }

                sum += LaneMask.Keep(value, length - i);
            }
        }

        return Lanes.Combine(sum);
    }
}
