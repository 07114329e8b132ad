using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>y += alpha x, one fused multiply-add an element.</summary>
internal static unsafe class Axpy
{
    public static void Add(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        Guard.SameLength(y.Length, x.Length, nameof(y));
        fixed (double* px = x, py = y)
        {
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                Vector512.FusedMultiplyAdd(Vector512.Create(alpha), Vector512.Load(px + i), Vector512.Load(py + i)).Store(py + i);
            }

            for (; i < x.Length; i++)
            {
                py[i] = Math.FusedMultiplyAdd(alpha, px[i], py[i]);
            }
        }
    }
}
