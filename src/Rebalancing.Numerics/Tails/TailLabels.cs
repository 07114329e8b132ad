using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Labels of numbers around a threshold: 2 well above it, 1 near it, 0 well below. Eight at a time are passed over where nothing is near or above.
/// </summary>
internal static unsafe class TailLabels
{
    /// <summary>Labels all: 2 above <paramref name="high"/>, 1 from <paramref name="low"/> on, 0 below. Returns how many have label 1.</summary>
    public static int Set(ReadOnlySpan<double> x, double low, double high, Span<byte> labels)
    {
        Guard.SameLength(labels.Length, x.Length, nameof(labels));
        labels.Clear();
        int near = 0;
        fixed (double* px = x)
        {
            Vector512<double> bottom = Vector512.Create(low);
            for (int first = 0; first < x.Length; first += Lanes.Count)
            {
                int end = Math.Min(first + Lanes.Count, x.Length);
                if (end - first == Lanes.Count && !Vector512.GreaterThanOrEqualAny(Vector512.Load(px + first), bottom))
                    continue;
                for (int i = first; i < end; i++)
                {
                    labels[i] = (byte)(px[i] > high ? 2 : px[i] >= low ? 1 : 0);
                    near += labels[i] & 1;
                }
            }
        }

        return near;
    }

    /// <summary>
    /// Lists those whose label and place disagree, or nearly: label 0 above threshold - margin, label 2 below threshold + margin. Returns how many there are in all
    /// (the list may be shorter) and counts those on the wrong side of the threshold itself.
    /// </summary>
    public static int Strays(ReadOnlySpan<double> x, ReadOnlySpan<byte> labels, double threshold, double margin, Span<int> list, out int wrong)
    {
        Guard.SameLength(labels.Length, x.Length, nameof(labels));
        int found = 0;
        wrong = 0;
        fixed (double* px = x)
        fixed (byte* pl = labels)
        {
            Vector512<double> edge = Vector512.Create(threshold - margin);
            for (int first = 0; first < x.Length; first += Lanes.Count)
            {
                int end = Math.Min(first + Lanes.Count, x.Length);
                if (end - first == Lanes.Count && *(ulong*)(pl + first) == 0 && !Vector512.GreaterThanAny(Vector512.Load(px + first), edge))
                    continue;
                for (int i = first; i < end; i++)
                {
                    double beyond = px[i] - threshold;
                    bool stray = pl[i] == 0 ? beyond > -margin : pl[i] == 2 && beyond < margin;
                    if (!stray)
                        continue;
                    wrong += (pl[i] == 0 ? beyond > 0 : beyond < 0) ? 1 : 0;
                    if (found < list.Length)
                        list[found] = i;
                    found++;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// Of numbers known up to drift times a reach of their own, lists those whose label may not hold: label 0 that may lie above <paramref name="low"/>, label 2 that may lie below
    /// <paramref name="high"/>. Returns how many there are in all (the list may be shorter).
    /// </summary>
    public static int Unsure(ReadOnlySpan<double> x, ReadOnlySpan<double> reach, ReadOnlySpan<byte> labels, double drift, double low, double high, Span<int> list)
    {
        Guard.SameLength(reach.Length, x.Length, nameof(reach));
        Guard.SameLength(labels.Length, x.Length, nameof(labels));
        int found = 0;
        fixed (double* px = x, pr = reach)
        fixed (byte* pl = labels)
        {
            Vector512<double> bottom = Vector512.Create(low), drifts = Vector512.Create(drift);
            for (int first = 0; first < x.Length; first += Lanes.Count)
            {
                int end = Math.Min(first + Lanes.Count, x.Length);
                if (end - first == Lanes.Count && *(ulong*)(pl + first) == 0
                    && !Vector512.GreaterThanAny(Vector512.FusedMultiplyAdd(drifts, Vector512.Load(pr + first), Vector512.Load(px + first)), bottom))
                    continue;
                for (int i = first; i < end; i++)
                {
                    bool unsure = pl[i] == 0 ? Math.FusedMultiplyAdd(drift, pr[i], px[i]) > low : pl[i] == 2 && Math.FusedMultiplyAdd(-drift, pr[i], px[i]) < high;
                    if (!unsure)
                        continue;
                    if (found < list.Length)
                        list[found] = i;
                    found++;
                }
            }
        }

        return found;
    }

    /// <summary>Lists, in order, the places that have a label. Returns how many there are.</summary>
    public static int List(ReadOnlySpan<byte> labels, byte label, Span<int> list)
    {
        int found = 0;
        fixed (byte* pl = labels)
        {
            int i = 0;
            while (i < labels.Length)
            {
                if (i <= labels.Length - Lanes.Count && *(ulong*)(pl + i) == 0)
                {
                    i += Lanes.Count;
                    continue;
                }

                if (pl[i] == label)
                    list[found++] = i;
                i++;
            }
        }

        return found;
    }
}
