using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Functions with at most one kink each, many at once: the slope of coordinate i rises by step_i at place at_i. A step of zero is none.
/// </summary>
internal static unsafe class SingleSteps
{
    /// <summary>
    /// A kink at or below the lower bound is part of the slope: step (x - at); one at or above the upper bound does not count. Both steps become zero.
    /// Returns sum of step at over the first kind: what the constant loses.
    /// </summary>
    public static double Fold(ReadOnlySpan<double> at, Span<double> step, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Span<double> slope)
    {
        int n = at.Length;
        Guard.SameLength(step.Length, n, nameof(step));
        Guard.SameLength(lower.Length, n, nameof(lower));
        Guard.SameLength(upper.Length, n, nameof(upper));
        Guard.SameLength(slope.Length, n, nameof(slope));
        Vector512<double> zero = Vector512<double>.Zero, sum = zero;
        double tail = 0;
        fixed (double* pa = at, ps = step, pl = lower, pu = upper, pq = slope)
        {
            int i = 0;
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> place = Vector512.Load(pa + i), rise = Vector512.Load(ps + i);
                Vector512<double> below = Vector512.LessThanOrEqual(place, Vector512.Load(pl + i));
                Vector512<double> outside = below | Vector512.GreaterThanOrEqual(place, Vector512.Load(pu + i));
                Vector512<double> folded = rise & below & ~Vector512.Equals(rise, zero);
                (Vector512.Load(pq + i) + folded).Store(pq + i);
                sum += Vector512.ConditionalSelect(Vector512.Equals(folded, zero), zero, folded * place);
                Vector512.ConditionalSelect(outside, zero, rise).Store(ps + i);
            }

            for (; i < n; i++)
            {
                bool below = pa[i] <= pl[i];
                if (below && ps[i] != 0)
                {
                    pq[i] += ps[i];
                    tail += ps[i] * pa[i];
                }

                ps[i] = below || pa[i] >= pu[i] ? 0 : ps[i];
            }
        }

        return Lanes.Combine(sum) + tail;
    }

    /// <summary>
    /// The centre of a power where its coefficient is positive, else the place of the kink where there is one, else the centre as it is. False if a coordinate has both in different places.
    /// </summary>
    public static bool TakeCentres(
        ReadOnlySpan<double> at, ReadOnlySpan<double> step, ReadOnlySpan<double> centre, ReadOnlySpan<double> coefficient, Span<double> taken)
    {
        int n = at.Length;
        Guard.SameLength(step.Length, n, nameof(step));
        Guard.SameLength(centre.Length, n, nameof(centre));
        Guard.SameLength(coefficient.Length, n, nameof(coefficient));
        Guard.SameLength(taken.Length, n, nameof(taken));
        Vector512<double> zero = Vector512<double>.Zero, apart = zero;
        bool same = true;
        fixed (double* pa = at, ps = step, po = centre, pc = coefficient, pt = taken)
        {
            int i = 0;
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> place = Vector512.Load(pa + i), middle = Vector512.Load(po + i);
                Vector512<double> powered = Vector512.GreaterThan(Vector512.Load(pc + i), zero), kinked = ~Vector512.Equals(Vector512.Load(ps + i), zero);
                apart |= powered & kinked & ~Vector512.Equals(place, middle);
                Vector512.ConditionalSelect(kinked & ~powered, place, middle).Store(pt + i);
            }

            for (; i < n; i++)
            {
                bool powered = pc[i] > 0, kinked = ps[i] != 0;
                same &= !powered || !kinked || pa[i] == po[i];
                pt[i] = kinked && !powered ? pa[i] : po[i];
            }
        }

        return same && apart.ExtractMostSignificantBits() == 0;
    }

    /// <summary>Writes the two pieces of every coordinate: slope 0 up to the kink, then the step up to the upper bound. The table has room for two pieces everywhere.</summary>
    public static void Lay(ReadOnlySpan<double> at, ReadOnlySpan<double> step, ReadOnlySpan<double> upper, PieceTable table)
    {
        int n = at.Length;
        Guard.SameLength(step.Length, n, nameof(step));
        Guard.SameLength(upper.Length, n, nameof(upper));
        Guard.AtLeast(table.Chunks, (n + 7) >> 3, nameof(table));
        Guard.AtLeast(table.Pieces.Length, (long)((n + 7) >> 3) * 2 * PieceTable.PieceLength, nameof(table));
        fixed (double* pa = at, ps = step, pu = upper, pieces = table.Pieces)
        {
            int i = 0;
            double* chunk = pieces;
            for (; i <= n - Lanes.Count; i += Lanes.Count, chunk += 2 * PieceTable.PieceLength)
            {
                Vector512<double> rise = Vector512.Load(ps + i), end = Vector512.Load(pu + i);
                Vector512<double> none = Vector512.Equals(rise, Vector512<double>.Zero);
                Vector512<double>.Zero.Store(chunk);
                Vector512.ConditionalSelect(none, end, Vector512.Load(pa + i)).Store(chunk + Lanes.Count);
                rise.Store(chunk + PieceTable.PieceLength);
                end.Store(chunk + PieceTable.PieceLength + Lanes.Count);
            }

            for (double* lane = chunk; i < n; i++, lane++)
            {
                lane[0] = 0;
                lane[Lanes.Count] = ps[i] == 0 ? pu[i] : pa[i];
                lane[PieceTable.PieceLength] = ps[i];
                lane[PieceTable.PieceLength + Lanes.Count] = pu[i];
            }
        }
    }
}
