using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Silences the lanes of the last eight that belong to no coordinate.</summary>
internal static class LaneMask
{
    /// <summary>The first <paramref name="left"/> lanes; the others become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Keep(Vector512<double> value, int left) => left >= Lanes.Count
        ? value
        : Vector512.ConditionalSelect(
            Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)left)), value, Vector512<double>.Zero);
}
