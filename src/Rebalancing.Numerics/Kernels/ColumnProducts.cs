using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>The loop of products down the columns: y += alpha A'x, eight rows at a time so that y is read and written once for all of them.</summary>
internal static unsafe class ColumnProducts
{
    private const int RowsAtOnce = 8;

    /// <summary>y += alpha times the sum of x_t A[row_t, :]; a null list means rows 0, 1, 2, ...</summary>
    public static void Add(double alpha, double* a, int* list, int rows, int columns, int stride, double* x, double* y)
    {
        int t = 0;
        for (; t <= rows - RowsAtOnce; t += RowsAtOnce)
        {
            AddEight(alpha, a, list, t, columns, stride, x, y);
        }

        for (; t < rows; t++)
        {
            double* row = RowProducts.Row(a, list, t, stride);
            double xt = alpha * x[t];
            int j = 0;
            for (; j <= columns - Lanes.Count; j += Lanes.Count)
            {
                Vector512.FusedMultiplyAdd(Vector512.Create(xt), Vector512.Load(row + j), Vector512.Load(y + j)).Store(y + j);
            }

            for (; j < columns; j++)
            {
                y[j] = Math.FusedMultiplyAdd(xt, row[j], y[j]);
            }
        }
    }

    private static void AddEight(double alpha, double* a, int* list, int t, int columns, int stride, double* x, double* y)
    {
        double* r0 = RowProducts.Row(a, list, t, stride), r1 = RowProducts.Row(a, list, t + 1, stride);
        double* r2 = RowProducts.Row(a, list, t + 2, stride), r3 = RowProducts.Row(a, list, t + 3, stride);
        double* r4 = RowProducts.Row(a, list, t + 4, stride), r5 = RowProducts.Row(a, list, t + 5, stride);
        double* r6 = RowProducts.Row(a, list, t + 6, stride), r7 = RowProducts.Row(a, list, t + 7, stride);
        double x0 = alpha * x[t], x1 = alpha * x[t + 1], x2 = alpha * x[t + 2], x3 = alpha * x[t + 3];
        double x4 = alpha * x[t + 4], x5 = alpha * x[t + 5], x6 = alpha * x[t + 6], x7 = alpha * x[t + 7];
        int j = 0;
        for (; j <= columns - Lanes.Count; j += Lanes.Count)
        {
            Vector512<double> sum = Vector512.Load(y + j);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x0), Vector512.Load(r0 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x1), Vector512.Load(r1 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x2), Vector512.Load(r2 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x3), Vector512.Load(r3 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x4), Vector512.Load(r4 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x5), Vector512.Load(r5 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x6), Vector512.Load(r6 + j), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x7), Vector512.Load(r7 + j), sum);
            sum.Store(y + j);
        }

        for (; j < columns; j++)
        {
            double sum = Math.FusedMultiplyAdd(x0, r0[j], y[j]);
            sum = Math.FusedMultiplyAdd(x1, r1[j], sum);
            sum = Math.FusedMultiplyAdd(x2, r2[j], sum);
            sum = Math.FusedMultiplyAdd(x3, r3[j], sum);
            sum = Math.FusedMultiplyAdd(x4, r4[j], sum);
            sum = Math.FusedMultiplyAdd(x5, r5[j], sum);
            sum = Math.FusedMultiplyAdd(x6, r6[j], sum);
            y[j] = Math.FusedMultiplyAdd(x7, r7[j], sum);
        }
    }
}
