using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Hinges w (v)_+ as pairs of complementary numbers: v = s - y with s, y > 0 and p + z = w with p, z > 0, where p y and z s go to zero together.
/// <code>
///   D = p z / (p s + z y)           how stiff a hinge is
///   e = D (v + q1 - q2)             q1 = (t - dp dy)/p,  q2 = (t - dz ds)/z
///   dp = D dv + e + h dl            h = D (s/z) b: what a change dl of w = a + b l adds
///   dz = b dl - dp,   ds = q2 - s - (s/z) dz,   dy = ds - dv
/// </code>
/// Lengths are multiples of 8.
/// </summary>
internal static unsafe class HingePairs
{
    /// <summary>Centred pairs around v: s and y are the roots of s - y = v, s y = (width/2)^2, and p = w s/(s + y).</summary>
    public static void Start(ReadOnlySpan<double> v, ReadOnlySpan<double> w, double width, Span<double> s, Span<double> y, Span<double> p, Span<double> z)
    {
        Check(v, w, s, y, p, z);
        double quarter = 0.25 * width * width;
        for (int i = 0; i < v.Length; i++)
        {
            double root = Math.Sqrt((v[i] * v[i]) + (width * width));
            if (v[i] >= 0)
            {
                s[i] = 0.5 * (v[i] + root);
                y[i] = quarter / s[i];
            }
            else
            {
                y[i] = 0.5 * (root - v[i]);
                s[i] = quarter / y[i];
            }

            p[i] = w[i] * (s[i] / (s[i] + y[i]));
            z[i] = w[i] * (y[i] / (s[i] + y[i]));
        }
    }

    /// <summary>Fills D and e = D v; returns sum of p y + z s.</summary>
    public static double Stiffness(ReadOnlySpan<double> s, ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> z, ReadOnlySpan<double> v, Span<double> d, Span<double> e)
    {
        Check(s, y, p, z, v, d);
        Guard.SameLength(e.Length, s.Length, nameof(e));
        fixed (double* ps = s, py = y, pp = p, pz = z, pv = v, pd = d, pe = e)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            for (int i = 0; i < s.Length; i += Lanes.Count)
            {
                Vector512<double> vp = Vector512.Load(pp + i), vz = Vector512.Load(pz + i);
                Vector512<double> zs = vz * Vector512.Load(ps + i), py2 = vp * Vector512.Load(py + i);
                Vector512<double> stiffness = vp * vz / ((vp * Vector512.Load(ps + i)) + (vz * Vector512.Load(py + i)));
                stiffness.Store(pd + i);
                (stiffness * Vector512.Load(pv + i)).Store(pe + i);
                sums += zs + py2;
            }

            return Lanes.Combine(sums);
        }
    }

    /// <summary>Fills h = D (s/z) b; returns sum of b (s/z)(h - b).</summary>
    public static double Response(ReadOnlySpan<double> d, ReadOnlySpan<double> s, ReadOnlySpan<double> z, ReadOnlySpan<double> b, Span<double> h)
    {
        Check(d, s, z, b, h, h);
        fixed (double* pd = d, ps = s, pz = z, pb = b, ph = h)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            for (int i = 0; i < d.Length; i += Lanes.Count)
            {
                Vector512<double> weight = Vector512.Load(pb + i), ratio = weight * (Vector512.Load(ps + i) / Vector512.Load(pz + i));
                Vector512<double> response = Vector512.Load(pd + i) * ratio;
                response.Store(ph + i);
                sums = Vector512.FusedMultiplyAdd(ratio, response - weight, sums);
            }

            return Lanes.Combine(sums);
        }
    }

    /// <summary>The corrector's e, and its q2, from the predictor's changes.</summary>
    public static void Correct(in HingeRun at, in HingeRun change, double target, Span<double> e, Span<double> q2)
    {
        Guard.SameLength(e.Length, at.S.Length, nameof(e));
        Guard.SameLength(q2.Length, at.S.Length, nameof(q2));
        fixed (double* p = at.P, z = at.Z, v = at.V, d = at.D, dp = change.P, dz = change.Z, ds = change.S, dy = change.Y, pe = e, pq = q2)
        {
            Vector512<double> t = Vector512.Create(target);
            for (int i = 0; i < e.Length; i += Lanes.Count)
            {
                Vector512<double> first = (t - (Vector512.Load(dp + i) * Vector512.Load(dy + i))) / Vector512.Load(p + i);
                Vector512<double> second = (t - (Vector512.Load(dz + i) * Vector512.Load(ds + i))) / Vector512.Load(z + i);
                second.Store(pq + i);
                (Vector512.Load(d + i) * (Vector512.Load(v + i) + first - second)).Store(pe + i);
            }
        }
    }

    /// <summary>sum of b (q2 - s + (s/z) e).</summary>
    public static double Offset(ReadOnlySpan<double> b, ReadOnlySpan<double> q2, ReadOnlySpan<double> s, ReadOnlySpan<double> z, ReadOnlySpan<double> e)
    {
        Check(b, q2, s, z, e, e);
        fixed (double* pb = b, pq = q2, ps = s, pz = z, pe = e)
        {
            Vector512<double> sums = Vector512<double>.Zero;
            for (int i = 0; i < b.Length; i += Lanes.Count)
            {
                Vector512<double> slack = Vector512.Load(ps + i);
                Vector512<double> part = Vector512.Load(pq + i) - slack + (slack / Vector512.Load(pz + i) * Vector512.Load(pe + i));
                sums = Vector512.FusedMultiplyAdd(Vector512.Load(pb + i), part, sums);
            }

            return Lanes.Combine(sums);
        }
    }

    /// <summary>
    /// Changes of p, z, s and y from the change of v (in <paramref name="change"/>.V); raises the two ratios to the largest -ds/s, -dy/y and the largest -dp/p, -dz/z.
    /// Empty h and b mean that w does not change.
    /// </summary>
    public static void Recover(
        in HingeRun at, in HingeRun change, ReadOnlySpan<double> e, ReadOnlySpan<double> q2, ReadOnlySpan<double> h, ReadOnlySpan<double> b, double dl, ref double primal, ref double dual)
    {
        Guard.SameLength(e.Length, at.S.Length, nameof(e));
        Guard.SameLength(q2.Length, at.S.Length, nameof(q2));
        Guard.SameLength(b.Length, h.Length, nameof(b));
        fixed (double* s = at.S, y = at.Y, p = at.P, z = at.Z, d = at.D, dv = change.V, dp = change.P, dz = change.Z, ds = change.S, dy = change.Y, pe = e, pq = q2, ph = h, pb = b)
        {
            Vector512<double> mostPrimal = Vector512.Create(primal), mostDual = Vector512.Create(dual), step = Vector512.Create(dl);
            bool moves = h.Length > 0;
            for (int i = 0; i < e.Length; i += Lanes.Count)
            {
                Vector512<double> move = Vector512.Load(dv + i), slack = Vector512.Load(s + i), vz = Vector512.Load(z + i);
                Vector512<double> pChange = Vector512.FusedMultiplyAdd(Vector512.Load(d + i), move, Vector512.Load(pe + i));
                Vector512<double> zChange = Vector512<double>.Zero;
                if (moves)
                {
                    pChange = Vector512.FusedMultiplyAdd(Vector512.Load(ph + i), step, pChange);
                    zChange = Vector512.Load(pb + i) * step;
                }

                zChange -= pChange;
                Vector512<double> sChange = Vector512.Load(pq + i) - slack - (slack / vz * zChange);
                Vector512<double> yChange = sChange - move;
                pChange.Store(dp + i);
                zChange.Store(dz + i);
                sChange.Store(ds + i);
                yChange.Store(dy + i);
                mostPrimal = Vector512.Max(mostPrimal, Vector512.Max(-sChange / slack, -yChange / Vector512.Load(y + i)));
                mostDual = Vector512.Max(mostDual, Vector512.Max(-pChange / Vector512.Load(p + i), -zChange / vz));
            }

            primal = Largest(mostPrimal);
            dual = Largest(mostDual);
        }
    }

    /// <summary>sum of p y + z s after steps of the two lengths.</summary>
    public static double After(in HingeRun at, in HingeRun change, double primalStep, double dualStep)
    {
        fixed (double* s = at.S, y = at.Y, p = at.P, z = at.Z, dp = change.P, dz = change.Z, ds = change.S, dy = change.Y)
        {
            Vector512<double> sums = Vector512<double>.Zero, a = Vector512.Create(primalStep), b = Vector512.Create(dualStep);
            for (int i = 0; i < at.S.Length; i += Lanes.Count)
            {
                Vector512<double> p1 = Vector512.FusedMultiplyAdd(b, Vector512.Load(dp + i), Vector512.Load(p + i)), y1 = Vector512.FusedMultiplyAdd(a, Vector512.Load(dy + i), Vector512.Load(y + i));
                Vector512<double> z1 = Vector512.FusedMultiplyAdd(b, Vector512.Load(dz + i), Vector512.Load(z + i)), s1 = Vector512.FusedMultiplyAdd(a, Vector512.Load(ds + i), Vector512.Load(s + i));
                sums += (p1 * y1) + (z1 * s1);
            }

            return Lanes.Combine(sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Largest(Vector512<double> lanes)
    {
        double largest = lanes.GetElement(0);
        for (int i = 1; i < Lanes.Count; i++)
            largest = Math.Max(largest, lanes.GetElement(i));
        return largest;
    }

    private static void Check(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, ReadOnlySpan<double> e, ReadOnlySpan<double> f)
    {
        Guard.SameLength(a.Length % Lanes.Count, 0, nameof(a));
        Guard.SameLength(b.Length, a.Length, nameof(b));
        Guard.SameLength(c.Length, a.Length, nameof(c));
        Guard.SameLength(d.Length, a.Length, nameof(d));
        Guard.SameLength(e.Length, a.Length, nameof(e));
        Guard.SameLength(f.Length, a.Length, nameof(f));
    }
}
