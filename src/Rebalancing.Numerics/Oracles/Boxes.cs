using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Bounds of many coordinates at once.</summary>
internal static unsafe class Boxes
{
    /// <summary>lower = max(lower, lo + origin), upper = min(upper, hi + origin); the origin is empty where it is zero. No number may be NaN.</summary>
    public static void Tighten(ReadOnlySpan<double> lo, ReadOnlySpan<double> hi, ReadOnlySpan<double> origin, Span<double> lower, Span<double> upper)
    {
        int n = lo.Length;
        Guard.SameLength(hi.Length, n, nameof(hi));
        Guard.SameLength(lower.Length, n, nameof(lower));
        Guard.SameLength(upper.Length, n, nameof(upper));
        bool shifted = origin.Length > 0;
        Guard.AtLeast(origin.Length, shifted ? n : 0, nameof(origin));
        fixed (double* pa = lo, pb = hi, po = origin, pl = lower, pu = upper)
        {
            int i = 0;
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> o = shifted ? Vector512.Load(po + i) : Vector512<double>.Zero;
                Vector512.MaxNative(Vector512.Load(pl + i), Vector512.Load(pa + i) + o).Store(pl + i);
                Vector512.MinNative(Vector512.Load(pu + i), Vector512.Load(pb + i) + o).Store(pu + i);
            }

            for (; i < n; i++)
            {
                double o = shifted ? po[i] : 0, a = pa[i] + o, b = pb[i] + o;
                pl[i] = pl[i] > a ? pl[i] : a;
                pu[i] = pu[i] < b ? pu[i] : b;
            }
        }
    }

    /// <summary>How many boxes are crossed (lower above upper), and how many have room (lower below upper).</summary>
    public static (int Crossed, int Roomy) Count(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int n = lower.Length, crossed = 0, roomy = 0, i = 0;
        Guard.SameLength(upper.Length, n, nameof(upper));
        fixed (double* pl = lower, pu = upper)
        {
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> low = Vector512.Load(pl + i), high = Vector512.Load(pu + i);
                crossed += System.Numerics.BitOperations.PopCount(Vector512.GreaterThan(low, high).ExtractMostSignificantBits());
                roomy += System.Numerics.BitOperations.PopCount(Vector512.LessThan(low, high).ExtractMostSignificantBits());
            }

            for (; i < n; i++)
            {
                crossed += pl[i] > pu[i] ? 1 : 0;
                roomy += pl[i] < pu[i] ? 1 : 0;
            }
        }

        return (crossed, roomy);
    }
}
