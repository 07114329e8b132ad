using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>What is left of the gradients of many bounded numbers after their duals, and of their slacks' definitions. Lengths are multiples of 8.</summary>
internal static unsafe class BoundMeasure
{
    /// <summary>
    /// left = gradient - zl + zu. Where a bound's dual can take it up (left >= -zl with a lower bound, left &lt;= zu with an upper one) it costs |left| times the
    /// smaller such slack and goes into <paramref name="absorbed"/>; elsewhere into the returned maximum. Fixed numbers do not count.
    /// </summary>
    public static double Stationarity(
        ReadOnlySpan<double> gradient,
        ReadOnlySpan<double> isFixed,
        in BoundRuns lower,
        in BoundRuns upper,
        out double absorbed)
    {
        int n = lower.Check(gradient.Length, isFixed.Length);
        Guard.SameLength(upper.Check(n, n), n, nameof(upper));
        fixed (double* g = gradient, skip = isFixed, hl = lower.Has, sl = lower.Slack, zl = lower.Dual, hu = upper.Has, su = upper.Slack, zu = upper.Dual)
        {
            Vector512<double> most = Vector512<double>.Zero, sums = Vector512<double>.Zero, none = Vector512.Create(double.PositiveInfinity);
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> dualLow = Vector512.Load(zl + i), dualHigh = Vector512.Load(zu + i);
                Vector512<double> left = Vector512.Load(g + i) - dualLow + dualHigh;
                left = Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(skip + i), Vector512<double>.Zero), left, Vector512<double>.Zero);
                Vector512<double> atLow = Vector512.ConditionalSelect(Present(hl + i) & Vector512.GreaterThanOrEqual(left, -dualLow), Vector512.Load(sl + i), none);
                Vector512<double> atHigh = Vector512.ConditionalSelect(Present(hu + i) & Vector512.LessThanOrEqual(left, dualHigh), Vector512.Load(su + i), none);
                Vector512<double> price = Vector512.Min(atLow, atHigh), size = Vector512.Abs(left);
                Vector512<double> stays = Vector512.Equals(price, none);
                most = Vector512.Max(most, Vector512.ConditionalSelect(stays, size, Vector512<double>.Zero));
                sums += Vector512.ConditionalSelect(stays, Vector512<double>.Zero, size * price);
            }

            absorbed = Lanes.Combine(sums);
            return Largest(most);
        }
    }

    /// <summary>The largest |u - bound - s| (lower side) or |bound - u - s| (upper side) relative to 1 + |bound|, where there is a bound.</summary>
    public static double Slackness(bool isLower, in BoundRuns side, ReadOnlySpan<double> u)
    {
        int n = side.Check(u.Length, u.Length);
        fixed (double* has = side.Has, s = side.Slack, bound = side.Bound, pu = u)
        {
            Vector512<double> most = Vector512<double>.Zero, one = Vector512.Create(1.0);
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> x = Vector512.Load(pu + i), b = Vector512.Load(bound + i);
                Vector512<double> off = Vector512.Abs((isLower ? x - b : b - x) - Vector512.Load(s + i)) / (one + Vector512.Abs(b));
                most = Vector512.Max(most, Vector512.ConditionalSelect(Present(has + i), off, Vector512<double>.Zero));
            }

            return Largest(most);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Present(double* has) => ~Vector512.Equals(Vector512.Load(has), Vector512<double>.Zero);

    private static double Largest(Vector512<double> lanes)
    {
        double most = 0;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            most = Math.Max(most, lanes.GetElement(lane));
        }

        return most;
    }
}
