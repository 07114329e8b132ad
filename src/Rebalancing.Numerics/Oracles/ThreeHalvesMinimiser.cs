using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Minimises c x + h(x) for the functions of a <see cref="ThreeHalvesTable"/> in closed form. With a = -c - d o and r the distance of a
/// from [below, above], the square root s of |x - o| solves d s^2 + m s = r:
/// <code>
///   q = sqrt(m^2 + 4 d r),   s = 2 r / (m + q),   x = o +- s^2,   -dx/dc = 2 s / q
/// </code>
/// No difference of nearly equal numbers is taken.
/// </summary>
internal static unsafe class ThreeHalvesMinimiser
{
    /// <summary>Keeps 0/0 away where both m and d r vanish.</summary>
    private const double Tiny = 1e-300;

    /// <summary>x and its rate -dx/dc (0 at a kink or bound).</summary>
    public static void Run(ThreeHalvesTable table, int length, ReadOnlySpan<double> curvatures, ReadOnlySpan<double> price, Span<double> x, Span<double> rate)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(table.Length, padded, nameof(table));
        Guard.AtLeast(curvatures.Length, padded, nameof(curvatures));
        Guard.AtLeast(price.Length, padded, nameof(price));
        Guard.AtLeast(x.Length, padded, nameof(x));
        Guard.AtLeast(rate.Length, padded, nameof(rate));
        fixed (double* centre = table.Centre, below = table.Below, above = table.Above, steepness = table.Steepness, curvature = curvatures)
        fixed (double* lower = table.Lower, upper = table.Upper, pc = price, px = x, pr = rate)
        {
            Functions functions = new(centre, below, above, steepness, curvature, lower, upper);
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                functions.Minimise(i, Vector512.Load(pc + i), out Vector512<double> best, out Vector512<double> speed);
                best.Store(px + i);
                speed.Store(pr + i);
            }
        }
    }

    /// <summary>Along the line c + alpha s: the sum of s_i x_i and the sum of s_i^2 times the rate.</summary>
    public static void AlongLine(
        ThreeHalvesTable table, int length, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(table.Length, padded, nameof(table));
        Guard.AtLeast(price.Length, padded, nameof(price));
        Guard.AtLeast(direction.Length, padded, nameof(direction));
        fixed (double* centre = table.Centre, below = table.Below, above = table.Above, steepness = table.Steepness, curvature = table.Curvature)
        fixed (double* lower = table.Lower, upper = table.Upper, pc = price, ps = direction)
        {
            Functions functions = new(centre, below, above, steepness, curvature, lower, upper);
            Vector512<double> step = Vector512.Create(alpha);
            Vector512<double> sum = Vector512<double>.Zero, second = Vector512<double>.Zero;
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<double> s = Vector512.Load(ps + i);
                functions.Minimise(i, Vector512.FusedMultiplyAdd(step, s, Vector512.Load(pc + i)), out Vector512<double> best, out Vector512<double> speed);
                sum = Vector512.FusedMultiplyAdd(s, best, sum);
                second = Vector512.FusedMultiplyAdd(s * speed, s, second);
            }

            moved = Lanes.Combine(sum);
            bend = Lanes.Combine(second);
        }
    }

    private readonly struct Functions(double* centre, double* below, double* above, double* steepness, double* curvature, double* lower, double* upper)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Minimise(int i, Vector512<double> price, out Vector512<double> best, out Vector512<double> speed)
        {
            Vector512<double> zero = Vector512<double>.Zero;
            Vector512<double> o = Vector512.Load(centre + i), d = Vector512.Load(curvature + i), m = Vector512.Load(steepness + i);
            Vector512<double> lo = Vector512.Load(lower + i), hi = Vector512.Load(upper + i);
            Vector512<double> a = -Vector512.FusedMultiplyAdd(d, o, price);
            Vector512<double> up = a - Vector512.Load(above + i);
            Vector512<double> r = Vector512.MaxNative(Vector512.MaxNative(up, Vector512.Load(below + i) - a), zero);
            Vector512<double> q = Vector512.Sqrt(Vector512.FusedMultiplyAdd(m, m, Vector512.Create(4.0) * d * r));
            Vector512<double> s = Vector512.Create(2.0) * r / (m + q + Vector512.Create(Tiny));
            Vector512<double> moved = s * s;
            Vector512<double> x = o + Vector512.ConditionalSelect(Vector512.GreaterThan(up, zero), moved, -moved);
            Vector512<double> free = Vector512.GreaterThan(x, lo) & Vector512.LessThan(x, hi) & Vector512.GreaterThan(r, zero);
            best = Vector512.MinNative(Vector512.MaxNative(x, lo), hi);
            speed = (Vector512.Create(2.0) * s / (q + Vector512.Create(Tiny))) & free;
        }
    }
}
