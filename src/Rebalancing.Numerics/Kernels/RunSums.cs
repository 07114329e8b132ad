using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Rebalancing.Numerics;

/// <summary>Sums over short runs of neighbouring elements, and their transpose. Run j holds the elements begin_j to end_j - 1, counted from the start of x.</summary>
internal static unsafe class RunSums
{
    /// <summary>sums_j += sum of x_f w_f over run j, one chain of fused multiply-adds in the order of the elements.</summary>
    public static void Add(ReadOnlySpan<int> begin, ReadOnlySpan<int> end, ReadOnlySpan<double> x, ReadOnlySpan<double> w, Span<double> sums)
    {
        Guard.SameLength(end.Length, begin.Length, nameof(end));
        Guard.SameLength(sums.Length, begin.Length, nameof(sums));
        Guard.SameLength(w.Length, x.Length, nameof(w));
        fixed (double* px = x, pw = w)
        {
            for (int j = 0; j < begin.Length; j++)
            {
                int first = begin[j], last = end[j];
                CheckRun(first, last, x.Length);
                double sum = sums[j];
                for (int f = first; f < last; f++)
                {
                    sum = Math.FusedMultiplyAdd(px[f], pw[f], sum);
                }

                sums[j] = sum;
            }
        }
    }

    /// <summary>result_f = fma(values_j, w_f, x_f) for every element f of run j. The result may be x.</summary>
    public static void Spread(
        ReadOnlySpan<int> begin, ReadOnlySpan<int> end, ReadOnlySpan<double> values, ReadOnlySpan<double> w, ReadOnlySpan<double> x, Span<double> result)
    {
        Guard.SameLength(end.Length, begin.Length, nameof(end));
        Guard.SameLength(values.Length, begin.Length, nameof(values));
        Guard.SameLength(w.Length, x.Length, nameof(w));
        Guard.SameLength(result.Length, x.Length, nameof(result));
        fixed (double* px = x, pw = w, pr = result)
        {
            for (int j = 0; j < begin.Length; j++)
            {
                int first = begin[j], last = end[j];
                CheckRun(first, last, x.Length);
                double value = values[j];
                for (int f = first; f < last; f++)
                {
                    pr[f] = Math.FusedMultiplyAdd(value, pw[f], px[f]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckRun(int first, int last, int length)
    {
        if (first < 0 || last > length)
        {
            ThrowRun(first, last, length);
        }
    }

    [DoesNotReturn]
    private static void ThrowRun(int first, int last, int length) =>
        throw new ArgumentException($"a run reaches from element {first} to {last - 1}; elements run from 0 to {length - 1}.");
}
