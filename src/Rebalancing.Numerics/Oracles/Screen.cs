using System.Numerics;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Finds the coordinates whose margin a move of the multipliers can use up, eight at a time.</summary>
internal static unsafe class Screen
{
    /// <summary>
    /// Lists, in ascending order, every i below <paramref name="length"/> with margin_i &lt;= norm_i * distance + shift.
    /// Returns how many there are, or -1 as soon as there are more than the list holds.
    /// </summary>
    public static int List(ReadOnlySpan<double> margin, ReadOnlySpan<double> norm, int length, double distance, double shift, Span<int> list)
    {
        int padded = Lanes.PadTo8(length);
        Guard.AtLeast(margin.Length, padded, nameof(margin));
        Guard.AtLeast(norm.Length, padded, nameof(norm));
        int count = 0;
        fixed (double* pm = margin, pn = norm)
        fixed (int* pl = list)
        {
            Vector512<double> reach = Vector512.Create(distance), common = Vector512.Create(shift);
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<double> bound = Vector512.FusedMultiplyAdd(Vector512.Load(pn + i), reach, common);
                ulong bits = Vector512.LessThanOrEqual(Vector512.Load(pm + i), bound).ExtractMostSignificantBits();
                if (length - i < Lanes.Count)
                {
                    bits &= (1UL << (length - i)) - 1;
                }

                while (bits != 0)
                {
                    if (count == list.Length)
                    {
                        return -1;
                    }

                    pl[count++] = i + BitOperations.TrailingZeroCount(bits);
                    bits &= bits - 1;
                }
            }
        }

        return count;
    }
}
