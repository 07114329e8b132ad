using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Products of a row-major matrix and a vector. Products along rows keep 8 partial sums a row; products down the columns
/// add row after row, so both have the same bits however many rows are interleaved. Threads share out the elements of the result, rows or columns, and never a sum.
/// </summary>
internal static unsafe class MatrixVector
{
    /// <summary>Matrices of fewer numbers are passed faster than a second thread wakes up.</summary>
    private const long LeastForThreads = 100_000;

    /// <summary>y = A x.</summary>
    public static void Multiply(ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> x, Span<double> y, int threads = 1)
    {
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(x.Length, columns, nameof(x));
        Guard.SameLength(y.Length, rows, nameof(y));
        fixed (double* pa = a, px = x, py = y)
        {
            Share(&RunRows, new Pass { Matrix = pa, Rows = rows, Columns = columns, Stride = stride, X = px, Y = py, Shares = threads });
        }
    }

    /// <summary>y1 = A x1 and y2 = A x2 in one pass over A; the bits of two passes.</summary>
    public static void MultiplyTwo(ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, Span<double> y1, Span<double> y2)
    {
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(x1.Length, columns, nameof(x1));
        Guard.SameLength(x2.Length, columns, nameof(x2));
        Guard.SameLength(y1.Length, rows, nameof(y1));
        Guard.SameLength(y2.Length, rows, nameof(y2));
        fixed (double* pa = a, px1 = x1, px2 = x2, py1 = y1, py2 = y2)
        {
            RowProducts.RunTwo(pa, null, rows, columns, stride, px1, px2, py1, py2);
        }
    }

    /// <summary>y_t = A[rows_t, :] x.</summary>
    public static void GatherMultiply(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rows, ReadOnlySpan<double> x, Span<double> y)
    {
        Guard.Rows(rows, a.Length, columns, stride, nameof(a));
        Guard.SameLength(x.Length, columns, nameof(x));
        Guard.SameLength(y.Length, rows.Length, nameof(y));
        fixed (double* pa = a, px = x, py = y)
        fixed (int* list = rows)
        {
            RowProducts.Run(pa, list, rows.Length, columns, stride, px, py);
        }
    }

    /// <summary>Two products in one pass over the listed rows: y1_t = A[rows_t, :] x1 and y2_t = A[rows_t, :] x2.</summary>
    public static void GatherMultiplyTwo(
        ReadOnlySpan<double> a,
        int columns,
        int stride,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<double> x1,
        ReadOnlySpan<double> x2,
        Span<double> y1,
        Span<double> y2)
    {
        Guard.Rows(rows, a.Length, columns, stride, nameof(a));
        Guard.SameLength(x1.Length, columns, nameof(x1));
        Guard.SameLength(x2.Length, columns, nameof(x2));
        Guard.SameLength(y1.Length, rows.Length, nameof(y1));
        Guard.SameLength(y2.Length, rows.Length, nameof(y2));
        fixed (double* pa = a, px1 = x1, px2 = x2, py1 = y1, py2 = y2)
        fixed (int* list = rows)
        {
            RowProducts.RunTwo(pa, list, rows.Length, columns, stride, px1, px2, py1, py2);
        }
    }

    /// <summary>y = A'x.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> x, Span<double> y, int threads = 1)
    {
        y.Clear();
        AddTransposed(1.0, a, rows, columns, stride, x, y, threads);
    }

    /// <summary>y += alpha A'x, as y_j = fma(alpha x_i, a_ij, y_j) for i = 0, 1, ...</summary>
    public static void AddTransposed(double alpha, ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> x, Span<double> y, int threads = 1)
    {
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(x.Length, rows, nameof(x));
        Guard.SameLength(y.Length, columns, nameof(y));
        fixed (double* pa = a, px = x, py = y)
        {
            Share(&RunColumns, new Pass { Alpha = alpha, Matrix = pa, Rows = rows, Columns = columns, Stride = stride, X = px, Y = py, Shares = threads });
        }
    }

    /// <summary>y += alpha times the sum of x_t A[rows_t, :], in the order of the list.</summary>
    public static void AddTransposedGather(
        double alpha, ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rows, ReadOnlySpan<double> x, Span<double> y)
    {
        Guard.Rows(rows, a.Length, columns, stride, nameof(a));
        Guard.SameLength(x.Length, rows.Length, nameof(x));
        Guard.SameLength(y.Length, columns, nameof(y));
        fixed (double* pa = a, px = x, py = y)
        fixed (int* list = rows)
        {
            ColumnProducts.Add(alpha, pa, list, rows.Length, columns, stride, px, py);
        }
    }

    private static void Share(delegate*<void*, int, void> body, Pass pass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pass.Shares, 1);
        pass.Shares = (long)pass.Rows * pass.Columns < LeastForThreads ? 1 : pass.Shares;
        Crew.Run(pass.Shares, body, &pass);
    }

    private static void RunRows(void* state, int share)
    {
        Pass* pass = (Pass*)state;
        (int first, int end) = Part(pass->Rows, share, pass->Shares);
        RowProducts.Run(pass->Matrix + ((long)first * pass->Stride), null, end - first, pass->Columns, pass->Stride, pass->X, pass->Y + first);
    }

    private static void RunColumns(void* state, int share)
    {
        Pass* pass = (Pass*)state;
        (int first, int end) = Part(pass->Columns, share, pass->Shares);
        ColumnProducts.Add(pass->Alpha, pass->Matrix + first, null, pass->Rows, end - first, pass->Stride, pass->X, pass->Y + first);
    }

    /// <summary>One share of the elements 0 to count - 1, beginning at a whole cache line of them.</summary>
    private static (int First, int End) Part(int count, int share, int shares)
    {
        long lines = (count + Lanes.Count - 1) / Lanes.Count;
        return ((int)Math.Min(count, lines * share / shares * Lanes.Count), (int)Math.Min(count, lines * (share + 1) / shares * Lanes.Count));
    }

    private struct Pass
    {
        public double Alpha;
        public double* Matrix;
        public int Rows;
        public int Columns;
        public int Stride;
        public double* X;
        public double* Y;
        public int Shares;
    }
}
