using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Rebalancing.Numerics;

/// <summary>Size checks at the door of every kernel: behind it the loops use raw pointers and trust their sizes.</summary>
internal static class Guard
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameLength(int found, int expected, string what)
    {
        if (found != expected)
        {
            ThrowLength(found, expected, what);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(long found, long needed, string what)
    {
        if (found < needed)
        {
            ThrowShort(found, needed, what);
        }
    }

    /// <summary>A row-major matrix needs (rows - 1) * stride + columns numbers, and columns may not exceed the stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Matrix(int length, int rows, int columns, int stride, string what)
    {
        if (rows < 0 || columns < 0 || columns > stride || (rows > 0 && length < ((long)rows - 1) * stride + columns))
        {
            ThrowMatrix(length, rows, columns, stride, what);
        }
    }

    /// <summary>Every listed row must lie inside a matrix of <paramref name="length"/> numbers.</summary>
    public static void Rows(ReadOnlySpan<int> rows, int length, int columns, int stride, string what)
    {
        Matrix(length, 0, columns, stride, what);
        long last = length < columns ? -1 : stride == 0 ? int.MaxValue : ((long)length - columns) / stride;

        foreach (int row in rows)
        {
            if (row < 0 || row > last)
            {
                ThrowRow(row, last, what);
            }
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int found, int expected, string what) =>
        throw new ArgumentException($"{what} has {found} elements; {expected} are expected.");

    [DoesNotReturn]
    private static void ThrowShort(long found, long needed, string what) =>
        throw new ArgumentException($"{what} has {found} elements; at least {needed} are needed.");

    [DoesNotReturn]
    private static void ThrowRow(int row, long last, string what) =>
        throw new ArgumentOutOfRangeException(nameof(row), $"{what}: row {row} is listed; rows run from 0 to {last}.");

    [DoesNotReturn]
    private static void ThrowMatrix(int length, int rows, int columns, int stride, string what) =>
        throw new ArgumentException($"{what}: {length} elements do not hold {rows} x {columns} numbers at stride {stride}.");
}
