using System.Numerics;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The place of each key in ascending order, equal keys in the order they came:
/// <code>
///   rank_i = #{ j : key_j &lt; key_i } + #{ j &lt; i : key_j = key_i }
/// </code>
/// Every pair is compared, eight at a time: for the few dozen keys of one coordinate that is faster than any sort that branches.
/// </summary>
internal static unsafe class Ranks
{
    /// <summary>The place of each key in ascending order; equal keys keep their order.</summary>
    /// <param name="keys">Not NaN.</param>
    /// <param name="ranks">As long as the keys.</param>
    public static void Of(ReadOnlySpan<double> keys, Span<int> ranks)
    {
        Guard.SameLength(ranks.Length, keys.Length, nameof(ranks));
        int whole = keys.Length & ~7;
        double* tail = stackalloc double[Lanes.Count];
        for (int t = 0; t < Lanes.Count; t++)
        {
            tail[t] = whole + t < keys.Length ? keys[whole + t] : double.PositiveInfinity;
        }

        Vector512<double> last = Vector512.Load(tail);
        fixed (double* key = keys)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                Vector512<double> own = Vector512.Create(key[i]);
                int rank = 0;
                for (int block = 0; block < whole; block += Lanes.Count)
                {
                    rank += Before(Vector512.Load(key + block), own, i - block);
                }

                ranks[i] = rank + Before(last, own, i - whole);
            }
        }
    }

    /// <summary>How many of eight come before a key: the smaller ones, and the equal ones among the first <paramref name="place"/>.</summary>
    private static int Before(Vector512<double> others, Vector512<double> own, int place)
    {
        ulong less = Vector512.LessThan(others, own).ExtractMostSignificantBits();
        ulong same = Vector512.Equals(others, own).ExtractMostSignificantBits();
        ulong earlier = place <= 0 ? 0UL : place >= Lanes.Count ? 0xFFUL : (1UL << place) - 1;
        return BitOperations.PopCount(less | (same & earlier));
    }
}
