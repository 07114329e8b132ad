namespace Rebalancing.Numerics;

/// <summary>A few columns of a row-major matrix, side by side.</summary>
internal static unsafe class ColumnGather
{
    /// <summary>result[t, q] = scale * A[t, columns[q]]; what is left of each result row up to its stride is set to zero.</summary>
    public static void Copy(ReadOnlySpan<double> a, int rows, int stride, ReadOnlySpan<int> columns, double scale, Span<double> result, int resultStride)
    {
        Check(a, rows, stride, columns);
        Guard.Matrix(result.Length, rows, columns.Length, resultStride, nameof(result));
        fixed (double* pa = a, pr = result)
        fixed (int* list = columns)
        {
            for (int t = 0; t < rows; t++)
                One(pa + ((long)t * stride), list, columns.Length, scale, pr + ((long)t * resultStride), t == rows - 1 ? result.Length - (int)((long)t * resultStride) : resultStride);
        }
    }

    /// <summary>result[t, q] = scale * A[rows[t], columns[q]].</summary>
    public static void CopyRows(ReadOnlySpan<double> a, ReadOnlySpan<int> rows, int stride, ReadOnlySpan<int> columns, double scale, Span<double> result, int resultStride)
    {
        foreach (int column in columns)
            Guard.AtLeast(stride, column + 1L, nameof(columns));
        Guard.Rows(rows, a.Length, Math.Min(stride, Largest(columns) + 1), stride, nameof(a));
        Guard.Matrix(result.Length, rows.Length, columns.Length, resultStride, nameof(result));
        fixed (double* pa = a, pr = result)
        fixed (int* list = columns)
        {
            for (int t = 0; t < rows.Length; t++)
                One(pa + ((long)rows[t] * stride), list, columns.Length, scale, pr + ((long)t * resultStride), columns.Length);
        }
    }

    private static void One(double* row, int* list, int count, double scale, double* to, int width)
    {
        int q = 0;
        for (; q <= count - 4; q += 4)
        {
            to[q] = scale * row[list[q]];
            to[q + 1] = scale * row[list[q + 1]];
            to[q + 2] = scale * row[list[q + 2]];
            to[q + 3] = scale * row[list[q + 3]];
        }

        for (; q < count; q++)
            to[q] = scale * row[list[q]];
        for (; q < width; q++)
            to[q] = 0;
    }

    private static int Largest(ReadOnlySpan<int> columns)
    {
        int largest = 0;
        foreach (int column in columns)
            largest = Math.Max(largest, column);
        return largest;
    }

    private static void Check(ReadOnlySpan<double> a, int rows, int stride, ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
            if (column < 0 || column >= stride)
                throw new ArgumentOutOfRangeException(nameof(columns), $"column {column} is listed; columns run from 0 to {stride - 1}.");
        Guard.Matrix(a.Length, rows, Math.Min(stride, Largest(columns) + 1), stride, nameof(a));
    }
}
