using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>Four reductions at once, each by the fixed tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> CombineFour(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        if (Avx.IsSupported)
        {
            Vector256<double> ab = Avx.HorizontalAdd(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());
            Vector256<double> cd = Avx.HorizontalAdd(c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
            return Vector256.Create(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper());
        }

        return Vector256.Create(Combine(a), Combine(b), Combine(c), Combine(d));
    }

    /// <summary>The first <paramref name="count"/> (0 to 7) numbers at <paramref name="source"/>, the other lanes zero. Reads nothing beyond them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadPartial(double* source, int count)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.MaskLoad(source, Mask(count), Vector512<double>.Zero);
        }

        Vector512<double> lanes = Vector512<double>.Zero;
        for (int i = 0; i < count; i++)
        {
            ((double*)&lanes)[i] = source[i];
        }

        return lanes;
    }

    /// <summary>Eight numbers, or the first <paramref name="count"/> where fewer are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadUpTo(double* source, int count) => count >= Count ? Vector512.Load(source) : LoadPartial(source, count);

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mask(int count) =>
        Vector512.LessThan(Vector512.Create(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), Vector512.Create((long)count)).AsDouble();
}
