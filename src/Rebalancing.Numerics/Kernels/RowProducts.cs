using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The loops of products along rows: y_t = A[row_t, :] x, four rows at a time to hide the latency of one chain. One product at a time goes from the last row
/// to the first: it mostly follows or precedes a product down the columns, which goes the other way, so that the rows where the two meet are still in the cache.
/// </summary>
internal static unsafe class RowProducts
{
    /// <summary>One product a row; a null list means rows 0, 1, 2, ...</summary>
    public static void Run(double* a, int* list, int rows, int columns, int stride, double* x, double* y)
    {
        int whole = columns & ~7;
        int rest = columns - whole;
        Vector512<double> xRest = rest > 0 ? Lanes.LoadPartial(x + whole, rest) : Vector512<double>.Zero;
        int t = rows;
        for (; t % 4 != 0; t--)
        {
            y[t - 1] = Dot.Product(Row(a, list, t - 1, stride), x, columns);
        }

        for (t -= 4; t >= 0; t -= 4)
        {
            double* r0 = Row(a, list, t, stride);
            double* r1 = Row(a, list, t + 1, stride);
            double* r2 = Row(a, list, t + 2, stride);
            double* r3 = Row(a, list, t + 3, stride);
            Vector512<double> s0 = Vector512<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int j = 0; j < whole; j += Lanes.Count)
            {
                Vector512<double> xj = Vector512.Load(x + j);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(r0 + j), xj, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(r1 + j), xj, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Load(r2 + j), xj, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Load(r3 + j), xj, s3);
            }

            if (rest > 0)
            {
                s0 = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(r0 + whole, rest), xRest, s0);
                s1 = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(r1 + whole, rest), xRest, s1);
                s2 = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(r2 + whole, rest), xRest, s2);
                s3 = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(r3 + whole, rest), xRest, s3);
            }

            Lanes.CombineFour(s0, s1, s2, s3).Store(y + t);
        }
    }

    /// <summary>Two products in one pass over the rows; the bits are those of two calls of <see cref="Run"/>.</summary>
    public static void RunTwo(double* a, int* list, int rows, int columns, int stride, double* x1, double* x2, double* y1, double* y2)
    {
        int whole = columns & ~7;
        int rest = columns - whole;
        int t = 0;
        for (; t <= rows - 2; t += 2)
        {
            double* r0 = Row(a, list, t, stride);
            double* r1 = Row(a, list, t + 1, stride);
            Vector512<double> s00 = Vector512<double>.Zero, s01 = s00, s10 = s00, s11 = s00;
            for (int j = 0; j < whole; j += Lanes.Count)
            {
                Vector512<double> a0 = Vector512.Load(r0 + j), a1 = Vector512.Load(r1 + j);
                Vector512<double> xj1 = Vector512.Load(x1 + j), xj2 = Vector512.Load(x2 + j);
                s00 = Vector512.FusedMultiplyAdd(a0, xj1, s00);
                s01 = Vector512.FusedMultiplyAdd(a0, xj2, s01);
                s10 = Vector512.FusedMultiplyAdd(a1, xj1, s10);
                s11 = Vector512.FusedMultiplyAdd(a1, xj2, s11);
            }

            if (rest > 0)
            {
                Vector512<double> a0 = Lanes.LoadPartial(r0 + whole, rest), a1 = Lanes.LoadPartial(r1 + whole, rest);
                Vector512<double> xr1 = Lanes.LoadPartial(x1 + whole, rest), xr2 = Lanes.LoadPartial(x2 + whole, rest);
                s00 = Vector512.FusedMultiplyAdd(a0, xr1, s00);
                s01 = Vector512.FusedMultiplyAdd(a0, xr2, s01);
                s10 = Vector512.FusedMultiplyAdd(a1, xr1, s10);
                s11 = Vector512.FusedMultiplyAdd(a1, xr2, s11);
            }

            y1[t] = Lanes.Combine(s00);
            y2[t] = Lanes.Combine(s01);
            y1[t + 1] = Lanes.Combine(s10);
            y2[t + 1] = Lanes.Combine(s11);
        }

        if (t < rows)
        {
            y1[t] = Dot.Product(Row(a, list, t, stride), x1, columns);
            y2[t] = Dot.Product(Row(a, list, t, stride), x2, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double* Row(double* a, int* list, int t, int stride) => a + (long)(list == null ? t : list[t]) * stride;
}
