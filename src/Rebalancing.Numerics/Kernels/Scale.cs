using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>x *= alpha.</summary>
internal static unsafe class Scale
{
    public static void By(double alpha, Span<double> x)
    {
        fixed (double* px = x)
        {
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                (Vector512.Load(px + i) * alpha).Store(px + i);
            }

            for (; i < x.Length; i++)
            {
                px[i] *= alpha;
            }
        }
    }
}
