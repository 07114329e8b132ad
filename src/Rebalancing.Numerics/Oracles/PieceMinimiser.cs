using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Minimises c x + s(x) + g(x) over [lower, upper] for every coordinate, s strictly convex (a curvature, perhaps a logarithm and powers), g convex piecewise
/// linear with slopes p_j and ends b_j:
/// <code>
///   u_j : s'(u_j) = -c - p_j,     x = max(lower, max over j of min(u_j, b_j))
/// </code>
/// x moves with c, at the rate -1/s'', exactly when a u_j won and lies strictly between its ends; at a kink or bound it stays.
/// </summary>
internal static unsafe class PieceMinimiser
{
    /// <summary>Stands for 1/d where d = 0: any price that does not meet a slope exactly then sends x to an end of a piece.</summary>
    public const double InverseOfZero = 1e300;

    /// <summary>x and its rate -dx/dc (0 at a kink or bound) for the first <paramref name="chunks"/> chunks.</summary>
    public static void Run(PieceTable table, int chunks, ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        Run(table, chunks, table.Inverse, price, x, rate);

    /// <summary>The same with other inverse curvatures, for instance without the proximal part.</summary>
    public static void Run(
        PieceTable table, int chunks, ReadOnlySpan<double> inverses, ReadOnlySpan<double> price, Span<double> x, Span<double> rate)
    {
        int length = chunks * Lanes.Count;
        Guard.AtLeast(table.Chunks, chunks, nameof(table));
        Guard.AtLeast(price.Length, length, nameof(price));
        Guard.AtLeast(x.Length, length, nameof(x));
        Guard.AtLeast(rate.Length, length, nameof(rate));
        Guard.AtLeast(inverses.Length, length, nameof(inverses));
        fixed (double* inverse = inverses, weight = table.LogWeight)
        {
            if (table.Curves is null)
            {
                Minimise(table, new QuadraticCurve(null, inverse), chunks, price, x, rate);
            }
            else if (table.Curves.Powers.Length == 0)
            {
                Minimise(table, new LogCurve(inverse, weight), chunks, price, x, rate);
            }
            else
            {
                Minimise(table, new PowerCurve(inverse, weight, table.Curves.Powers), chunks, price, x, rate);
            }
        }
    }

    /// <summary>
    /// Along the line c + alpha s: the sum of s_i x_i and the sum of s_i^2 times the rate, the first derivative's changing part and the second derivative.
    /// </summary>
    public static void AlongLine(
        PieceTable table, int chunks, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend)
    {
        int length = chunks * Lanes.Count;
        Guard.AtLeast(table.Chunks, chunks, nameof(table));
        Guard.AtLeast(price.Length, length, nameof(price));
        Guard.AtLeast(direction.Length, length, nameof(direction));
        fixed (double* inverse = table.Inverse, weight = table.LogWeight)
        {
            if (table.Curves is null)
            {
                Follow(table, new QuadraticCurve(null, inverse), chunks, price, direction, alpha, out moved, out bend);
            }
            else if (table.Curves.Powers.Length == 0)
            {
                Follow(table, new LogCurve(inverse, weight), chunks, price, direction, alpha, out moved, out bend);
            }
            else
            {
                Follow(table, new PowerCurve(inverse, weight, table.Curves.Powers), chunks, price, direction, alpha, out moved, out bend);
            }
        }
    }

    private static void Minimise<TCurve>(PieceTable table, TCurve curve, int chunks, ReadOnlySpan<double> price, Span<double> x, Span<double> rate)
        where TCurve : struct, ICurve
    {
        fixed (int* start = table.Start)
        fixed (double* pieces = table.Pieces, lower = table.Lower, pc = price, px = x, pr = rate)
        {
            for (int c = 0; c < chunks; c++)
            {
                int i = c * Lanes.Count;
                Vector512<double> best = Winner(
                    curve, i, pieces, start[c], start[c + 1], -Vector512.Load(pc + i), Vector512.Load(lower + i), out Vector512<double> free);
                best.Store(px + i);
                (curve.Rate(i, best) & free).Store(pr + i);
            }
        }
    }

    private static void Follow<TCurve>(
        PieceTable table, TCurve curve, int chunks, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend)
        where TCurve : struct, ICurve
    {
        fixed (int* start = table.Start)
        fixed (double* pieces = table.Pieces, lower = table.Lower, pc = price, ps = direction)
        {
            Vector512<double> step = Vector512.Create(alpha);
            Vector512<double> sum = Vector512<double>.Zero, second = Vector512<double>.Zero;
            for (int c = 0; c < chunks; c++)
            {
                int i = c * Lanes.Count;
                Vector512<double> s = Vector512.Load(ps + i);
                Vector512<double> at = -Vector512.FusedMultiplyAdd(step, s, Vector512.Load(pc + i));
                Vector512<double> best = Winner(curve, i, pieces, start[c], start[c + 1], at, Vector512.Load(lower + i), out Vector512<double> free);
                sum = Vector512.FusedMultiplyAdd(s, best, sum);
                second = Vector512.FusedMultiplyAdd(s * curve.Rate(i, best) & free, s, second);
            }

            moved = Lanes.Combine(sum);
            bend = Lanes.Combine(second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Winner<TCurve>(
        TCurve curve, int place, double* pieces, int first, int last, Vector512<double> minusPrice, Vector512<double> lower, out Vector512<double> free)
        where TCurve : struct, ICurve
    {
        Vector512<double> best = lower;
        free = Vector512<double>.Zero;
        double* piece = pieces + ((long)first * PieceTable.PieceLength);
        for (int j = first; j < last; j++, piece += PieceTable.PieceLength)
        {
            Vector512<double> u = curve.Stationary(place, minusPrice - Vector512.Load(piece));
            Vector512<double> end = Vector512.Load(piece + Lanes.Count);
            Vector512<double> candidate = Vector512.MinNative(u, end);
            Vector512<double> better = Vector512.GreaterThan(candidate, best);
            free = Vector512.ConditionalSelect(better, Vector512.LessThan(u, end), free);
            best = Vector512.MaxNative(candidate, best);
        }

        return best;
    }
}
