using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Products element by element: result_i = a_i b_i. The result may be one of the factors.</summary>
internal static unsafe class Hadamard
{
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        Guard.SameLength(b.Length, a.Length, nameof(b));
        Guard.SameLength(result.Length, a.Length, nameof(result));
        fixed (double* pa = a, pb = b, pr = result)
        {
            int i = 0;
            for (; i <= a.Length - Lanes.Count; i += Lanes.Count)
            {
                (Vector512.Load(pa + i) * Vector512.Load(pb + i)).Store(pr + i);
            }

            for (; i < a.Length; i++)
            {
                pr[i] = pa[i] * pb[i];
            }
        }
    }
}
