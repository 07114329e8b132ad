using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Separable quadratics c x + q/2 x^2: slopes and the sum of their values, element i in partial sum i mod 8.</summary>
internal static unsafe class Quadratics
{
    /// <summary>slope_i = c_i + q_i x_i; returns the sum of c_i x_i + q_i/2 x_i^2, computed as x_i (c_i + slope_i) / 2.</summary>
    public static double Evaluate(ReadOnlySpan<double> c, ReadOnlySpan<double> q, ReadOnlySpan<double> x, Span<double> slope)
    {
        Guard.SameLength(q.Length, c.Length, nameof(q));
        Guard.SameLength(x.Length, c.Length, nameof(x));
        Guard.SameLength(slope.Length, c.Length, nameof(slope));
        fixed (double* pc = c, pq = q, px = x, ps = slope)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            int i = 0;
            for (; i <= c.Length - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> linear = Vector512.Load(pc + i), at = Vector512.Load(px + i), s = Vector512.FusedMultiplyAdd(Vector512.Load(pq + i), at, linear);
                s.Store(ps + i);
                sums = Vector512.FusedMultiplyAdd(linear + s, at, sums);
            }

            int rest = c.Length - i;
            if (rest > 0)
            {
                Vector512<double> linear = Lanes.LoadPartial(pc + i, rest), at = Lanes.LoadPartial(px + i, rest);
                Vector512<double> s = Vector512.FusedMultiplyAdd(Lanes.LoadPartial(pq + i, rest), at, linear);
                sums = Vector512.FusedMultiplyAdd(linear + s, at, sums);
                for (int t = 0; t < rest; t++)
                {
                    ps[i + t] = s.GetElement(t);
                }
            }

            return 0.5 * Lanes.Combine(sums);
        }
    }
}
