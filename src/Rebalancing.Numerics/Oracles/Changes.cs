using System.Numerics;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Finds what differs: coordinates that moved since last time, coordinates that can move now.</summary>
internal static unsafe class Changes
{
    /// <summary>
    /// Lists every i with fresh_i != kept_i, its difference fresh_i - kept_i, and makes kept equal to fresh. Returns how many.
    /// </summary>
    public static int Take(ReadOnlySpan<double> fresh, Span<double> kept, int length, Span<int> list, Span<double> difference)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(fresh.Length, padded, nameof(fresh));
        Guard.AtLeast(kept.Length, padded, nameof(kept));
        Guard.AtLeast(list.Length, length, nameof(list));
        Guard.AtLeast(difference.Length, length, nameof(difference));
        int count = 0;
        fixed (double* pf = fresh, pk = kept, pd = difference)
        fixed (int* pl = list)
        {
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<double> now = Vector512.Load(pf + i), before = Vector512.Load(pk + i);
                ulong bits = ~Vector512.Equals(now, before).ExtractMostSignificantBits() & Mask(length - i);
                while (bits != 0)
                {
                    int at = i + BitOperations.TrailingZeroCount(bits);
                    bits &= bits - 1;
                    pl[count] = at;
                    pd[count++] = pf[at] - pk[at];
                    pk[at] = pf[at];
                }
            }
        }

        return count;
    }

    /// <summary>Lists every i with value_i > 0 and copies those values side by side. Returns how many.</summary>
    public static int Positive(ReadOnlySpan<double> value, int length, Span<int> list, Span<double> positive)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(value.Length, padded, nameof(value));
        Guard.AtLeast(list.Length, length, nameof(list));
        Guard.AtLeast(positive.Length, length, nameof(positive));
        int count = 0;
        fixed (double* pv = value, pp = positive)
        fixed (int* pl = list)
        {
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                ulong bits = Vector512.GreaterThan(Vector512.Load(pv + i), Vector512<double>.Zero).ExtractMostSignificantBits() & Mask(length - i);
                while (bits != 0)
                {
                    int at = i + BitOperations.TrailingZeroCount(bits);
                    bits &= bits - 1;
                    pl[count] = at;
                    pp[count++] = pv[at];
                }
            }
        }

        return count;
    }

    private static ulong Mask(int left) => left >= Lanes.Count ? 0xFFUL : (1UL << left) - 1;
}
