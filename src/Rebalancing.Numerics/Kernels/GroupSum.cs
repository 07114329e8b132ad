using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Sums over groups of elements, in the order of the elements. A negative group number means: in no group.</summary>
internal static unsafe class GroupSum
{
    /// <summary>sums_g = sum of x_i over the elements of group g; groups without elements get zero.</summary>
    public static void Of(ReadOnlySpan<int> group, ReadOnlySpan<double> x, Span<double> sums)
    {
        Guard.SameLength(x.Length, group.Length, nameof(x));
        sums.Clear();
        for (int i = 0; i < group.Length; i++)
        {
            int g = group[i];
            if (g >= 0)
            {
                sums[g] += x[i];
            }
        }
    }

    /// <summary>result[g, :] += w_i A[i, :] for every row i of A and its group g.</summary>
    public static void Rows(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> group, ReadOnlySpan<double> weights, Span<double> result, int resultStride)
    {
        Guard.SameLength(weights.Length, group.Length, nameof(weights));
        Guard.Matrix(a.Length, group.Length, columns, stride, nameof(a));
        for (int i = 0; i < group.Length; i++)
        {
            if (group[i] >= 0)
            {
                Axpy.Add(weights[i], a.Slice(i * stride, columns), result.Slice(group[i] * resultStride, columns));
            }
        }
    }
}
