using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Margins and values of the functions of a <see cref="ThreeHalvesTable"/>.</summary>
internal static unsafe class ThreeHalvesMeasures
{
    /// <summary>
    /// How far the price may move before x starts to move; -1 where x moves. With a = -c - d o, x rests at the centre for a in
    /// [below, above] and at a bound b beyond the slope of h at b.
    /// </summary>
    public static void Margins(ThreeHalvesTable table, int length, ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(table.Length, padded, nameof(table));
        Guard.AtLeast(price.Length, padded, nameof(price));
        Guard.AtLeast(rate.Length, padded, nameof(rate));
        Guard.AtLeast(margin.Length, padded, nameof(margin));
        fixed (double* centre = table.Centre, belows = table.Below, aboves = table.Above, steepness = table.Steepness, curvature = table.Curvature)
        fixed (double* lower = table.Lower, upper = table.Upper, pc = price, pr = rate, pm = margin)
        {
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<double> o = Vector512.Load(centre + i), d = Vector512.Load(curvature + i), m = Vector512.Load(steepness + i);
                Vector512<double> below = Vector512.Load(belows + i), above = Vector512.Load(aboves + i);
                Vector512<double> a = -Vector512.FusedMultiplyAdd(d, o, Vector512.Load(pc + i));
                Vector512<double> atLower = SlopeAt(Vector512.Load(lower + i) - o, d, m, below, above);
                Vector512<double> atUpper = SlopeAt(Vector512.Load(upper + i) - o, d, m, below, above);
                Vector512<double> nearest = Vector512.MinNative(
                    Vector512.MinNative(Vector512.Abs(a - below), Vector512.Abs(a - above)),
                    Vector512.MinNative(Vector512.Abs(a - atLower), Vector512.Abs(a - atUpper)));
                Vector512<double> moves = Vector512.GreaterThan(Vector512.Load(pr + i), Vector512<double>.Zero);
                Vector512.ConditionalSelect(moves, Vector512.Create(-1.0), nearest).Store(pm + i);
            }
        }
    }

    /// <summary>Sum of c x + 1/2 d x^2 + kink + power over the coordinates 0 .. length-1; zero of kink and power is the centre.</summary>
    public static double Sum(ThreeHalvesTable table, int length, ReadOnlySpan<double> price, ReadOnlySpan<double> curvature, ReadOnlySpan<double> x)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(table.Length, padded, nameof(table));
        Guard.AtLeast(price.Length, padded, nameof(price));
        Guard.AtLeast(curvature.Length, padded, nameof(curvature));
        Guard.AtLeast(x.Length, padded, nameof(x));
        Vector512<double> sum = Vector512<double>.Zero;
        fixed (double* centre = table.Centre, below = table.Below, above = table.Above, steepness = table.Steepness, pd = curvature, pc = price, px = x)
        {
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<double> at = Vector512.Load(px + i);
                Vector512<double> from = at - Vector512.Load(centre + i);
                Vector512<double> far = Vector512.Abs(from);
                Vector512<double> slope = Vector512.ConditionalSelect(
                    Vector512.LessThan(from, Vector512<double>.Zero), Vector512.Load(below + i), Vector512.Load(above + i));
                Vector512<double> value = at * Vector512.FusedMultiplyAdd(Vector512.Create(0.5) * Vector512.Load(pd + i), at, Vector512.Load(pc + i));
                value = Vector512.FusedMultiplyAdd(slope, from, value);
                value = Vector512.FusedMultiplyAdd(Vector512.Create(2.0 / 3.0) * Vector512.Load(steepness + i) * far, Vector512.Sqrt(far), value);
                sum += LaneMask.Keep(value, length - i);
            }
        }

        return Lanes.Combine(sum);
    }

    /// <summary>Slope of h at distance <paramref name="from"/> right of the centre, less d o.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SlopeAt(
        Vector512<double> from, Vector512<double> d, Vector512<double> m, Vector512<double> below, Vector512<double> above)
    {
        Vector512<double> far = Vector512.Abs(from);
        Vector512<double> rise = Vector512.FusedMultiplyAdd(d, far, m * Vector512.Sqrt(far));
        return Vector512.ConditionalSelect(Vector512.LessThan(from, Vector512<double>.Zero), below - rise, above + rise);
    }
}
