using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>How far one may go along a direction before an element turns negative.</summary>
internal static unsafe class StepRatio
{
    /// <summary>
    /// The largest t, at most <paramref name="cap"/>, with x + t dx >= 0: the least -x_i / dx_i over falling elements.
    /// NaN when an element that is not rising is NaN, so that a broken direction is never taken for a long step.
    /// </summary>
    public static double Largest(ReadOnlySpan<double> x, ReadOnlySpan<double> dx, double cap = 1.0)
    {
        Guard.SameLength(dx.Length, x.Length, nameof(dx));
        fixed (double* px = x, pd = dx)
        {
            Vector512<double> caps = Vector512.Create(cap);
            Vector512<double> least = caps;
            int i = 0;
            for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            {
                Lower(ref least, Vector512.Load(px + i), Vector512.Load(pd + i), caps);
            }

            if (i < x.Length)
            {
                Lower(ref least, Lanes.LoadPartial(px + i, x.Length - i), Lanes.LoadPartial(pd + i, x.Length - i), caps);
            }

            return Least(least, cap);
        }
    }

    /// <summary>The least of <paramref name="cap"/> and all lanes.</summary>
    public static double Least(Vector512<double> lanes, double cap)
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            cap = Math.Min(cap, lanes.GetElement(lane));
        }

        return cap;
    }

    /// <summary>
    /// Divides only where the step found so far is too long. A fused multiply-add keeps the exact sign of x + t dx, so nothing is missed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lower(ref Vector512<double> least, Vector512<double> x, Vector512<double> dx, Vector512<double> caps)
    {
        if (Vector512.GreaterThanOrEqualAll(Vector512.FusedMultiplyAdd(least, dx, x), Vector512<double>.Zero))
        {
            return;
        }

        Vector512<double> harmless = Vector512.GreaterThanOrEqual(dx, Vector512<double>.Zero);
        least = Vector512.Min(least, Vector512.ConditionalSelect(harmless, caps, -x / dx));
    }
}
