using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Weighted inner products: sum of (w_i a_i) b_i, element i in partial sum i mod 8.</summary>
internal static unsafe class WeightedDot
{
    public static double Product(ReadOnlySpan<double> w, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Guard.SameLength(a.Length, w.Length, nameof(a));
        Guard.SameLength(b.Length, w.Length, nameof(b));
        fixed (double* pw = w, pa = a, pb = b)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            int i = 0;
            for (; i <= w.Length - Lanes.Count; i += Lanes.Count)
            {
                sums = Vector512.FusedMultiplyAdd(Vector512.Load(pw + i) * Vector512.Load(pa + i), Vector512.Load(pb + i), sums);
            }

            int rest = w.Length - i;
            if (rest > 0)
            {
                Vector512<double> weighted = Lanes.LoadPartial(pw + i, rest) * Lanes.LoadPartial(pa + i, rest);
                sums = Vector512.FusedMultiplyAdd(weighted, Lanes.LoadPartial(pb + i, rest), sums);
            }

            return Lanes.Combine(sums);
        }
    }
}
