using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The fixed lane count of every reduction, and the helpers that keep it.
/// Element <c>i</c> of a reduced vector always belongs to partial sum <c>i mod 8</c>, and the eight partial
/// sums are always combined by the same tree, so a result has the same bits on every register width.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Partial sums of a reduction. Changing it changes results: a breaking change.</summary>
    public const int Count = 8;

    /// <summary>Bytes to which arena slices are aligned: one cache line, one 512-bit register.</summary>
    public const int AlignmentBytes = 64;

    /// <summary>The smallest multiple of 8 that is at least <paramref name="length"/>.</summary>
    public static int PadTo8(int length) => (length + 7) & ~7;

    /// <summary>The smallest multiple of 8 that is at least <paramref name="length"/>.</summary>
    public static long PadTo8(long length) => (length + 7) & ~7L;

    /// <summary>The fixed tree: ((l0+l4)+(l1+l5)) + ((l2+l6)+(l3+l7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Combine(Vector512<double> lanes)
    {
        Vector256<double> half = lanes.GetLower() + lanes.GetUpper();
        Vector128<double> low = half.GetLower();
        Vector128<double> high = half.GetUpper();
        return (low.GetElement(0) + low.GetElement(1)) + (high.GetElement(0) + high.GetElement(1));
    }

    /// <summary>The first <paramref name="count"/> (0 to 7) numbers at <paramref name="source"/>, the other lanes zero. Reads nothing beyond them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadPartial(double* source, int count)
    {
        Vector512<double> lanes = Vector512<double>.Zero;
        Unsafe.CopyBlockUnaligned(&lanes, source, (uint)(count * sizeof(double)));
        return lanes;
    }
}
