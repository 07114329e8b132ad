using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Linear combinations: result_i = alpha x_i + beta y_i, computed as fma(alpha, x_i, beta y_i). The result may be x or y.</summary>
internal static unsafe class Combine
{
    public static void Into(double alpha, ReadOnlySpan<double> x, double beta, ReadOnlySpan<double> y, Span<double> result)
    {
        Guard.SameLength(y.Length, x.Length, nameof(y));
        Guard.SameLength(result.Length, x.Length, nameof(result));
        fixed (double* px = x, py = y, pr = result)
        {
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                Vector512.FusedMultiplyAdd(Vector512.Create(alpha), Vector512.Load(px + i), Vector512.Load(py + i) * beta).Store(pr + i);
            }

            for (; i < x.Length; i++)
            {
                pr[i] = Math.FusedMultiplyAdd(alpha, px[i], beta * py[i]);
            }
        }
    }
}
