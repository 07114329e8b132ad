using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Sums of products of complementary pairs (slack s, dual z).</summary>
internal static unsafe class PairProducts
{
    /// <summary>Sum of (s + step ds)(z + step dz), element i in partial sum i mod 8. Lengths are multiples of 8.</summary>
    public static double After(ReadOnlySpan<double> s, ReadOnlySpan<double> ds, ReadOnlySpan<double> z, ReadOnlySpan<double> dz, double step)
    {
        Guard.SameLength(s.Length % Lanes.Count, 0, nameof(s));
        Guard.SameLength(ds.Length, s.Length, nameof(ds));
        Guard.SameLength(z.Length, s.Length, nameof(z));
        Guard.SameLength(dz.Length, s.Length, nameof(dz));
        fixed (double* ps = s, pds = ds, pz = z, pdz = dz)
        {
            Vector512<double> sums = Vector512<double>.Zero, t = Vector512.Create(step);
            for (int i = 0; i < s.Length; i += Lanes.Count)
            {
                Vector512<double> slack = Vector512.FusedMultiplyAdd(t, Vector512.Load(pds + i), Vector512.Load(ps + i));
                Vector512<double> dual = Vector512.FusedMultiplyAdd(t, Vector512.Load(pdz + i), Vector512.Load(pz + i));
                sums = Vector512.FusedMultiplyAdd(slack, dual, sums);
            }

            return Lanes.Combine(sums);
        }
    }
}
