using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Sums: element i in partial sum i mod 8.</summary>
internal static unsafe class Sum
{
    public static double Of(ReadOnlySpan<double> a)
    {
        fixed (double* pa = a)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            int i = 0;
            for (; i <= a.Length - Lanes.Count; i += Lanes.Count)
            {
                sums += Vector512.Load(pa + i);
            }

            if (i < a.Length)
            {
                sums += Lanes.LoadPartial(pa + i, a.Length - i);
            }

            return Lanes.Combine(sums);
        }
    }
}
