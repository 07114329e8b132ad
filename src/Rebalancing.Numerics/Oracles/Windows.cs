using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Stretches about prices.</summary>
internal static unsafe class Windows
{
    /// <summary>low, high = price -+ (factor norm + |shift|), for padded lengths.</summary>
    public static void About(
        ReadOnlySpan<double> price, ReadOnlySpan<double> norm, double factor, ReadOnlySpan<double> shift, Span<double> low, Span<double> high)
    {
        int n = price.Length;
        Guard.AtLeast(norm.Length, n, nameof(norm));
        Guard.AtLeast(shift.Length, n, nameof(shift));
        Guard.AtLeast(low.Length, n, nameof(low));
        Guard.AtLeast(high.Length, n, nameof(high));
        Vector512<double> per = Vector512.Create(factor);
        fixed (double* pc = price, pn = norm, ps = shift, pl = low, ph = high)
        {
            int i = 0;
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> half = Vector512.FusedMultiplyAdd(per, Vector512.Load(pn + i), Vector512.Abs(Vector512.Load(ps + i)));
                Vector512<double> at = Vector512.Load(pc + i);
                (at - half).Store(pl + i);
                (at + half).Store(ph + i);
            }

            for (; i < n; i++)
            {
                double half = Math.FusedMultiplyAdd(factor, pn[i], Math.Abs(ps[i]));
                pl[i] = pc[i] - half;
                ph[i] = pc[i] + half;
            }
        }
    }
}
