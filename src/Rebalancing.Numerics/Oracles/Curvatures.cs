using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Curvatures of many coordinates at once.</summary>
internal static unsafe class Curvatures
{
    /// <summary>Where d > 0, curvature = d and inverse = 1/d; where it is not, both stay what they are. The inverse may be empty.</summary>
    public static void TakePositive(ReadOnlySpan<double> d, Span<double> curvature, Span<double> inverse)
    {
        int n = d.Length, i = 0;
        bool inverted = inverse.Length > 0;
        Guard.AtLeast(curvature.Length, n, nameof(curvature));
        Guard.AtLeast(inverse.Length, inverted ? n : 0, nameof(inverse));
        fixed (double* pd = d, pc = curvature, pi = inverse)
        {
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> own = Vector512.Load(pd + i), counts = Vector512.GreaterThan(own, Vector512<double>.Zero);
                Vector512.ConditionalSelect(counts, own, Vector512.Load(pc + i)).Store(pc + i);
                if (inverted)
                {
                    Vector512.ConditionalSelect(counts, Vector512<double>.One / own, Vector512.Load(pi + i)).Store(pi + i);
                }
            }

            for (; i < n; i++)
            {
                if (!(pd[i] > 0))
                {
                    continue;
                }

                pc[i] = pd[i];
                if (inverted)
                {
                    pi[i] = 1.0 / pd[i];
                }
            }
        }
    }

    /// <summary>inverse = 1/d, or <paramref name="ofZero"/> where d is not positive.</summary>
    public static void Invert(ReadOnlySpan<double> d, double ofZero, Span<double> inverse)
    {
        int n = d.Length, i = 0;
        Guard.AtLeast(inverse.Length, n, nameof(inverse));
        fixed (double* pd = d, pi = inverse)
        {
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                Vector512<double> own = Vector512.Load(pd + i);
                Vector512.ConditionalSelect(Vector512.GreaterThan(own, Vector512<double>.Zero), Vector512<double>.One / own, Vector512.Create(ofZero)).Store(pi + i);
            }

            for (; i < n; i++)
            {
                pi[i] = pd[i] > 0 ? 1.0 / pd[i] : ofZero;
            }
        }
    }

    /// <summary>The smallest value; positive infinity of none. NaN does not count.</summary>
    public static double Least(ReadOnlySpan<double> values)
    {
        Vector512<double> least = Vector512.Create(double.PositiveInfinity);
        int n = values.Length, i = 0;
        fixed (double* pv = values)
        {
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                least = Vector512.MinNative(Vector512.Load(pv + i), least);
            }

            double smallest = double.PositiveInfinity;
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                smallest = least.GetElement(lane) < smallest ? least.GetElement(lane) : smallest;
            }

            for (; i < n; i++)
            {
                smallest = pv[i] < smallest ? pv[i] : smallest;
            }

            return smallest;
        }
    }

    /// <summary>How many are positive.</summary>
    public static int CountPositive(ReadOnlySpan<double> values)
    {
        int n = values.Length, i = 0, count = 0;
        fixed (double* pv = values)
        {
            for (; i <= n - Lanes.Count; i += Lanes.Count)
            {
                count += System.Numerics.BitOperations.PopCount(
                    Vector512.GreaterThan(Vector512.Load(pv + i), Vector512<double>.Zero).ExtractMostSignificantBits());
            }

            for (; i < n; i++)
            {
                count += pv[i] > 0 ? 1 : 0;
            }
        }

        return count;
    }
}
