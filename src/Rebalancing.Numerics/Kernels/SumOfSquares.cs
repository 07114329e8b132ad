using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Sums of squares: element i in partial sum i mod 8. Not protected against overflow of the squares.</summary>
internal static unsafe class SumOfSquares
{
    public static double Of(ReadOnlySpan<double> a)
    {
        fixed (double* pa = a)
        {
            return Dot.Product(pa, pa, a.Length);
        }
    }
}
