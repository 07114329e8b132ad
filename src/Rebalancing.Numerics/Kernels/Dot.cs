using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Inner products: sum of a_i b_i, element i in partial sum i mod 8.</summary>
internal static unsafe class Dot
{
    public static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Guard.SameLength(b.Length, a.Length, nameof(b));
        fixed (double* pa = a, pb = b)
        {
            return Product(pa, pb, a.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Product(double* a, double* b, int length)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= length - Lanes.Count; i += Lanes.Count)
        {
            sums = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), sums);
        }

        if (i < length)
        {
            sums = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(a + i, length - i), Lanes.LoadPartial(b + i, length - i), sums);
        }

        return Lanes.Combine(sums);
    }
}
