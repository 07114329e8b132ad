using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rebalancing.Numerics;

/// <summary>Blocks of eight by eight numbers.</summary>
internal static unsafe class EightByEight
{
    /// <summary>target[j, i] = source[i, j].</summary>
    public static void Transpose(double* source, int sourceStride, double* target, int targetStride)
    {
        if (Avx512F.IsSupported)
        {
            TransposeWide(source, sourceStride, target, targetStride);
        }
        else
        {
            for (int i = 0; i < 8; i++)
            {
                for (int j = 0; j < 8; j++)
                {
                    target[(long)j * targetStride + i] = source[(long)i * sourceStride + j];
                }
            }
        }
    }

    /// <summary>Three rounds of swaps: neighbours, pairs within halves, halves.</summary>
    private static void TransposeWide(double* source, int sourceStride, double* target, int targetStride)
    {
        double* s = source;
        Vector512<double> r0 = Vector512.Load(s), r1 = Vector512.Load(s += sourceStride), r2 = Vector512.Load(s += sourceStride), r3 = Vector512.Load(s += sourceStride);
        Vector512<double> r4 = Vector512.Load(s += sourceStride), r5 = Vector512.Load(s += sourceStride), r6 = Vector512.Load(s += sourceStride), r7 = Vector512.Load(s + sourceStride);

        Vector512<double> t0 = Avx512F.UnpackLow(r0, r1), t1 = Avx512F.UnpackHigh(r0, r1), t2 = Avx512F.UnpackLow(r2, r3), t3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<double> t4 = Avx512F.UnpackLow(r4, r5), t5 = Avx512F.UnpackHigh(r4, r5), t6 = Avx512F.UnpackLow(r6, r7), t7 = Avx512F.UnpackHigh(r6, r7);

        // In 128-bit quarters: 0x88 takes quarters 0 and 2 of both, 0xDD takes 1 and 3.
        r0 = Avx512F.Shuffle4x128(t0, t2, 0x88);
        r1 = Avx512F.Shuffle4x128(t1, t3, 0x88);
        r2 = Avx512F.Shuffle4x128(t0, t2, 0xDD);
        r3 = Avx512F.Shuffle4x128(t1, t3, 0xDD);
        r4 = Avx512F.Shuffle4x128(t4, t6, 0x88);
        r5 = Avx512F.Shuffle4x128(t5, t7, 0x88);
        r6 = Avx512F.Shuffle4x128(t4, t6, 0xDD);
        r7 = Avx512F.Shuffle4x128(t5, t7, 0xDD);

        double* d = target;
        Avx512F.Shuffle4x128(r0, r4, 0x88).Store(d);
        Avx512F.Shuffle4x128(r1, r5, 0x88).Store(d += targetStride);
        Avx512F.Shuffle4x128(r2, r6, 0x88).Store(d += targetStride);
        Avx512F.Shuffle4x128(r3, r7, 0x88).Store(d += targetStride);
        Avx512F.Shuffle4x128(r0, r4, 0xDD).Store(d += targetStride);
        Avx512F.Shuffle4x128(r1, r5, 0xDD).Store(d += targetStride);
        Avx512F.Shuffle4x128(r2, r6, 0xDD).Store(d += targetStride);
        Avx512F.Shuffle4x128(r3, r7, 0xDD).Store(d + targetStride);
    }
}
