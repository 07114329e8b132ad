using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Reciprocals, with some elements left out.</summary>
internal static unsafe class Reciprocal
{
    /// <summary>result_i = 1 / x_i, or 0 where skipped_i is not zero.</summary>
    public static void Of(ReadOnlySpan<double> x, ReadOnlySpan<double> skipped, Span<double> result)
    {
        Guard.SameLength(skipped.Length, x.Length, nameof(skipped));
        Guard.SameLength(result.Length, x.Length, nameof(result));
        fixed (double* px = x, ps = skipped, pr = result)
        {
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> inverse = Vector512<double>.One / Vector512.Load(px + i);
                Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(ps + i), Vector512<double>.Zero), inverse, Vector512<double>.Zero).Store(pr + i);
            }

            for (; i < x.Length; i++)
            {
                pr[i] = ps[i] == 0 ? 1 / px[i] : 0;
            }
        }
    }
}
