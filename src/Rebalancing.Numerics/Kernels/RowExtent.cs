using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Largest magnitude of each row of a row-major matrix.</summary>
internal static unsafe class RowExtent
{
    /// <summary>y_t = max over j of |A[t, j]|.</summary>
    public static void Of(ReadOnlySpan<double> a, int rows, int columns, int stride, Span<double> y)
    {
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(y.Length, rows, nameof(y));
        int whole = columns & ~7, rest = columns - whole;
        fixed (double* pa = a, py = y)
        {
            for (int t = 0; t < rows; t++)
            {
                double* row = pa + ((long)t * stride);
                Vector512<double> largest = Vector512<double>.Zero;
                for (int j = 0; j < whole; j += Lanes.Count)
                    largest = Vector512.Max(largest, Vector512.Abs(Vector512.Load(row + j)));
                if (rest > 0)
                    largest = Vector512.Max(largest, Vector512.Abs(Lanes.LoadPartial(row + whole, rest)));
                Vector256<double> four = Vector256.Max(largest.GetLower(), largest.GetUpper());
                Vector128<double> two = Vector128.Max(four.GetLower(), four.GetUpper());
                py[t] = Math.Max(two.ToScalar(), two.GetElement(1));
            }
        }
    }
}
