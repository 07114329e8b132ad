using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// How far the price c of a coordinate may move before its minimiser x starts to move. x stays at the end b_j for -c between p_j + d b_j and
/// p_(j+1) + d b_j, at the lower bound a for -c up to p_1 + d a (s'(b) for d b where there are logarithms or powers); the distance to the nearest such edge is a safe answer. A coordinate that moves has margin -1.
/// </summary>
internal static unsafe class PieceMargins
{
    /// <summary>Margins at the prices for which <paramref name="rate"/> was computed.</summary>
    public static void Run(PieceTable table, int chunks, ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin)
    {
        int length = chunks * Lanes.Count;
        Guard.AtLeast(table.Chunks, chunks, nameof(table));
        Guard.AtLeast(price.Length, length, nameof(price));
        Guard.AtLeast(rate.Length, length, nameof(rate));
        Guard.AtLeast(margin.Length, length, nameof(margin));
        fixed (double* curvature = table.Curvature, inverse = table.Inverse, weight = table.LogWeight)
        {
            if (table.Curves is null)
            {
                Measure(table, new QuadraticCurve(curvature, inverse), chunks, price, rate, margin);
            }
            else if (table.Curves.Powers.Length == 0)
            {
                Measure(table, new LogCurve(inverse, weight), chunks, price, rate, margin);
            }
            else
            {
                Measure(table, new PowerCurve(inverse, weight, table.Curves.Powers), chunks, price, rate, margin);
            }
        }
    }

    private static void Measure<TCurve>(
        PieceTable table, TCurve curve, int chunks, ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin)
        where TCurve : struct, ICurve
    {
        fixed (int* start = table.Start)
        fixed (double* pieces = table.Pieces, lower = table.Lower, pc = price, pr = rate, pm = margin)
        {
            for (int c = 0; c < chunks; c++)
            {
                int i = c * Lanes.Count;
                Vector512<double> price8 = Vector512.Load(pc + i);
                Vector512<double> from = Vector512.Load(lower + i);
                Vector512<double> nearest = Vector512.Create(double.MaxValue);
                double* piece = pieces + ((long)start[c] * PieceTable.PieceLength);
                for (int j = start[c]; j < start[c + 1]; j++, piece += PieceTable.PieceLength)
                {
                    Vector512<double> tilted = price8 + Vector512.Load(piece);
                    Vector512<double> to = Vector512.Load(piece + Lanes.Count);
                    Vector512<double> edgeBelow = Vector512.Abs(curve.AddSlope(i, from, tilted));
                    Vector512<double> edgeAbove = Vector512.Abs(curve.AddSlope(i, to, tilted));
                    nearest = Vector512.MinNative(nearest, Vector512.MinNative(edgeBelow, edgeAbove));
                    from = to;
                }

                Vector512<double> moves = Vector512.GreaterThan(Vector512.Load(pr + i), Vector512<double>.Zero);
                Vector512.ConditionalSelect(moves, Vector512.Create(-1.0), nearest).Store(pm + i);
            }
        }
    }
}
