using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// What the products of complementary pairs (slack s, dual z) should become. Some pairs, those of logs, head for a weight b > 0 of their own instead of zero: they stay
/// between a tenth and ten times (target + b). Lengths are multiples of 8.
/// </summary>
internal static unsafe class PairTargets
{
    /// <summary>A pair that heads for a weight stays away from zero for good: no correction may send it there, nor far beyond.</summary>
    private const double LeastShare = 0.1;

    /// <inheritdoc cref="LeastShare"/>
    private const double MostShare = 10;

    /// <summary>t = target + b: no correction.</summary>
    public static void Uniform(double target, ReadOnlySpan<double> b, Span<double> t)
    {
        if (b.IsEmpty)
        {
            t.Fill(target);
            return;
        }

        Guard.SameLength(t.Length, b.Length, nameof(t));
        for (int i = 0; i < b.Length; i++)
            t[i] = target + b[i];
    }

    /// <summary>t = target + b - ds dz: the second-order term of a predictor's changes is taken back.</summary>
    public static void SecondOrder(double target, ReadOnlySpan<double> b, ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, Span<double> t)
    {
        int n = Check(t.Length, b, ds, dz);
        fixed (double* pb = b, pds = ds, pdz = dz, pt = t)
        {
            Vector512<double> aim = Vector512.Create(target);
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> weight = pb == null ? Vector512<double>.Zero : Vector512.Load(pb + i), whole = aim + weight;
                Vector512<double> corrected = Vector512.FusedMultiplyAdd(-Vector512.Load(pds + i), Vector512.Load(pdz + i), whole);
                Vector512<double> kept = Vector512.Max(whole * LeastShare, Vector512.Min(whole * MostShare, corrected));
                Vector512.ConditionalSelect(Vector512.Equals(weight, Vector512<double>.Zero), corrected, kept).Store(pt + i);
            }
        }
    }

    /// <summary>
    /// Gondzio's correction: where a step would leave a product v = (s + step ds)(z + step dz) outside [least, most], t moves by what is missing, downwards by
    /// <paramref name="most"/> at the most. Pairs with a weight keep their target.
    /// </summary>
    public static void Centre(
        ReadOnlySpan<double> s, ReadOnlySpan<double> ds, ReadOnlySpan<double> z, ReadOnlySpan<double> dz, ReadOnlySpan<double> b, double step, double least, double most, Span<double> t)
    {
        int n = Check(t.Length, b, ds, dz);
        Guard.SameLength(s.Length, n, nameof(s));
        Guard.SameLength(z.Length, n, nameof(z));
        fixed (double* ps = s, pds = ds, pz = z, pdz = dz, pb = b, pt = t)
        {
            Vector512<double> length = Vector512.Create(step), low = Vector512.Create(least), high = Vector512.Create(most);
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> slack = Vector512.FusedMultiplyAdd(length, Vector512.Load(pds + i), Vector512.Load(ps + i));
                Vector512<double> dual = Vector512.FusedMultiplyAdd(length, Vector512.Load(pdz + i), Vector512.Load(pz + i));
                Vector512<double> product = slack * dual;
                Vector512<double> missing = Vector512.Max(Vector512.Max(low, Vector512.Min(high, product)) - product, -high);
                Vector512<double> weight = pb == null ? Vector512<double>.Zero : Vector512.Load(pb + i);
                missing = Vector512.ConditionalSelect(Vector512.Equals(weight, Vector512<double>.Zero), missing, Vector512<double>.Zero);
                (Vector512.Load(pt + i) + missing).Store(pt + i);
            }
        }
    }

    private static int Check(int n, ReadOnlySpan<double> b, ReadOnlySpan<double> ds, ReadOnlySpan<double> dz)
    {
        Guard.SameLength(n % Lanes.Count, 0, nameof(n));
        Guard.SameLength(ds.Length, n, nameof(ds));
        Guard.SameLength(dz.Length, n, nameof(dz));
        if (b.Length > 0)
            Guard.SameLength(b.Length, n, nameof(b));
        return n;
    }
}
