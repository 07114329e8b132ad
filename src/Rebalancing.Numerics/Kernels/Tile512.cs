using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The innermost loops of every matrix product and factorisation, 512-bit registers: 8 rows by 8, 16 or 24 columns.
/// <code>
///   C[r, u] += sign * sum over p of a[8p + r] * b_u[p bStride .. p bStride + 7]      r = 0..7, one b_u for every 8 columns
/// </code>
/// Each sum is one chain of fused multiply-adds over p = 0, 1, ..., so the tile's shape never shows in the bits.
/// The 24 sums are named locals because only those stay in registers.
/// </summary>
internal static unsafe class Tile512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByTwentyFour(int depth, double* a, double* b0, double* b1, double* b2, int bStride, double* c0, double* c1, double* c2, int rowStride, double sign)
    {
        Vector512<double> s00 = Vector512<double>.Zero, s01 = Vector512<double>.Zero, s02 = Vector512<double>.Zero;
        Vector512<double> s10 = s00, s11 = s00, s12 = s00;
        Vector512<double> s20 = s00, s21 = s00, s22 = s00;
        Vector512<double> s30 = s00, s31 = s00, s32 = s00;
        Vector512<double> s40 = s00, s41 = s00, s42 = s00;
        Vector512<double> s50 = s00, s51 = s00, s52 = s00;
        Vector512<double> s60 = s00, s61 = s00, s62 = s00;
        Vector512<double> s70 = s00, s71 = s00, s72 = s00;
        for (int p = 0; p < depth; p++)
        {
            Vector512<double> v0 = Vector512.Load(b0), v1 = Vector512.Load(b1), v2 = Vector512.Load(b2);
            Vector512<double> factor = Vector512.Create(a[0]);
            s00 = Vector512.FusedMultiplyAdd(factor, v0, s00);
            s01 = Vector512.FusedMultiplyAdd(factor, v1, s01);
            s02 = Vector512.FusedMultiplyAdd(factor, v2, s02);
            factor = Vector512.Create(a[1]);
            s10 = Vector512.FusedMultiplyAdd(factor, v0, s10);
            s11 = Vector512.FusedMultiplyAdd(factor, v1, s11);
            s12 = Vector512.FusedMultiplyAdd(factor, v2, s12);
            factor = Vector512.Create(a[2]);
            s20 = Vector512.FusedMultiplyAdd(factor, v0, s20);
            s21 = Vector512.FusedMultiplyAdd(factor, v1, s21);
            s22 = Vector512.FusedMultiplyAdd(factor, v2, s22);
            factor = Vector512.Create(a[3]);
            s30 = Vector512.FusedMultiplyAdd(factor, v0, s30);
            s31 = Vector512.FusedMultiplyAdd(factor, v1, s31);
            s32 = Vector512.FusedMultiplyAdd(factor, v2, s32);
            factor = Vector512.Create(a[4]);
            s40 = Vector512.FusedMultiplyAdd(factor, v0, s40);
            s41 = Vector512.FusedMultiplyAdd(factor, v1, s41);
            s42 = Vector512.FusedMultiplyAdd(factor, v2, s42);
            factor = Vector512.Create(a[5]);
            s50 = Vector512.FusedMultiplyAdd(factor, v0, s50);
            s51 = Vector512.FusedMultiplyAdd(factor, v1, s51);
            s52 = Vector512.FusedMultiplyAdd(factor, v2, s52);
            factor = Vector512.Create(a[6]);
            s60 = Vector512.FusedMultiplyAdd(factor, v0, s60);
            s61 = Vector512.FusedMultiplyAdd(factor, v1, s61);
            s62 = Vector512.FusedMultiplyAdd(factor, v2, s62);
            factor = Vector512.Create(a[7]);
            s70 = Vector512.FusedMultiplyAdd(factor, v0, s70);
            s71 = Vector512.FusedMultiplyAdd(factor, v1, s71);
            s72 = Vector512.FusedMultiplyAdd(factor, v2, s72);
            a += 8;
            b0 += bStride;
            b1 += bStride;
            b2 += bStride;
        }

        Vector512<double> signs = Vector512.Create(sign);
        Vector512.FusedMultiplyAdd(signs, s00, Vector512.Load(c0)).Store(c0);
        Vector512.FusedMultiplyAdd(signs, s01, Vector512.Load(c1)).Store(c1);
        Vector512.FusedMultiplyAdd(signs, s02, Vector512.Load(c2)).Store(c2);
        Vector512.FusedMultiplyAdd(signs, s10, Vector512.Load(c0 + rowStride)).Store(c0 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s11, Vector512.Load(c1 + rowStride)).Store(c1 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s12, Vector512.Load(c2 + rowStride)).Store(c2 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s20, Vector512.Load(c0 + 2 * rowStride)).Store(c0 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s21, Vector512.Load(c1 + 2 * rowStride)).Store(c1 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s22, Vector512.Load(c2 + 2 * rowStride)).Store(c2 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s30, Vector512.Load(c0 + 3 * rowStride)).Store(c0 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s31, Vector512.Load(c1 + 3 * rowStride)).Store(c1 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s32, Vector512.Load(c2 + 3 * rowStride)).Store(c2 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s40, Vector512.Load(c0 + 4 * rowStride)).Store(c0 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s41, Vector512.Load(c1 + 4 * rowStride)).Store(c1 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s42, Vector512.Load(c2 + 4 * rowStride)).Store(c2 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s50, Vector512.Load(c0 + 5 * rowStride)).Store(c0 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s51, Vector512.Load(c1 + 5 * rowStride)).Store(c1 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s52, Vector512.Load(c2 + 5 * rowStride)).Store(c2 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s60, Vector512.Load(c0 + 6 * rowStride)).Store(c0 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s61, Vector512.Load(c1 + 6 * rowStride)).Store(c1 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s62, Vector512.Load(c2 + 6 * rowStride)).Store(c2 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s70, Vector512.Load(c0 + 7 * rowStride)).Store(c0 + 7 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s71, Vector512.Load(c1 + 7 * rowStride)).Store(c1 + 7 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s72, Vector512.Load(c2 + 7 * rowStride)).Store(c2 + 7 * rowStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightBySixteen(int depth, double* a, double* b0, double* b1, int bStride, double* c0, double* c1, int rowStride, double sign)
    {
        Vector512<double> s00 = Vector512<double>.Zero, s01 = Vector512<double>.Zero;
        Vector512<double> s10 = s00, s11 = s00;
        Vector512<double> s20 = s00, s21 = s00;
        Vector512<double> s30 = s00, s31 = s00;
        Vector512<double> s40 = s00, s41 = s00;
        Vector512<double> s50 = s00, s51 = s00;
        Vector512<double> s60 = s00, s61 = s00;
        Vector512<double> s70 = s00, s71 = s00;
        for (int p = 0; p < depth; p++)
        {
            Vector512<double> v0 = Vector512.Load(b0), v1 = Vector512.Load(b1);
            Vector512<double> factor = Vector512.Create(a[0]);
            s00 = Vector512.FusedMultiplyAdd(factor, v0, s00);
            s01 = Vector512.FusedMultiplyAdd(factor, v1, s01);
            factor = Vector512.Create(a[1]);
            s10 = Vector512.FusedMultiplyAdd(factor, v0, s10);
            s11 = Vector512.FusedMultiplyAdd(factor, v1, s11);
            factor = Vector512.Create(a[2]);
            s20 = Vector512.FusedMultiplyAdd(factor, v0, s20);
            s21 = Vector512.FusedMultiplyAdd(factor, v1, s21);
            factor = Vector512.Create(a[3]);
            s30 = Vector512.FusedMultiplyAdd(factor, v0, s30);
            s31 = Vector512.FusedMultiplyAdd(factor, v1, s31);
            factor = Vector512.Create(a[4]);
            s40 = Vector512.FusedMultiplyAdd(factor, v0, s40);
            s41 = Vector512.FusedMultiplyAdd(factor, v1, s41);
            factor = Vector512.Create(a[5]);
            s50 = Vector512.FusedMultiplyAdd(factor, v0, s50);
            s51 = Vector512.FusedMultiplyAdd(factor, v1, s51);
            factor = Vector512.Create(a[6]);
            s60 = Vector512.FusedMultiplyAdd(factor, v0, s60);
            s61 = Vector512.FusedMultiplyAdd(factor, v1, s61);
            factor = Vector512.Create(a[7]);
            s70 = Vector512.FusedMultiplyAdd(factor, v0, s70);
            s71 = Vector512.FusedMultiplyAdd(factor, v1, s71);
            a += 8;
            b0 += bStride;
            b1 += bStride;
        }

        Vector512<double> signs = Vector512.Create(sign);
        Vector512.FusedMultiplyAdd(signs, s00, Vector512.Load(c0)).Store(c0);
        Vector512.FusedMultiplyAdd(signs, s01, Vector512.Load(c1)).Store(c1);
        Vector512.FusedMultiplyAdd(signs, s10, Vector512.Load(c0 + rowStride)).Store(c0 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s11, Vector512.Load(c1 + rowStride)).Store(c1 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s20, Vector512.Load(c0 + 2 * rowStride)).Store(c0 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s21, Vector512.Load(c1 + 2 * rowStride)).Store(c1 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s30, Vector512.Load(c0 + 3 * rowStride)).Store(c0 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s31, Vector512.Load(c1 + 3 * rowStride)).Store(c1 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s40, Vector512.Load(c0 + 4 * rowStride)).Store(c0 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s41, Vector512.Load(c1 + 4 * rowStride)).Store(c1 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s50, Vector512.Load(c0 + 5 * rowStride)).Store(c0 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s51, Vector512.Load(c1 + 5 * rowStride)).Store(c1 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s60, Vector512.Load(c0 + 6 * rowStride)).Store(c0 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s61, Vector512.Load(c1 + 6 * rowStride)).Store(c1 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s70, Vector512.Load(c0 + 7 * rowStride)).Store(c0 + 7 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s71, Vector512.Load(c1 + 7 * rowStride)).Store(c1 + 7 * rowStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByEight(int depth, double* a, double* b0, int bStride, double* c0, int rowStride, double sign)
    {
        Vector512<double> s00 = Vector512<double>.Zero;
        Vector512<double> s10 = s00;
        Vector512<double> s20 = s00;
        Vector512<double> s30 = s00;
        Vector512<double> s40 = s00;
        Vector512<double> s50 = s00;
        Vector512<double> s60 = s00;
        Vector512<double> s70 = s00;
        for (int p = 0; p < depth; p++)
        {
            Vector512<double> v0 = Vector512.Load(b0);
            Vector512<double> factor = Vector512.Create(a[0]);
            s00 = Vector512.FusedMultiplyAdd(factor, v0, s00);
            factor = Vector512.Create(a[1]);
            s10 = Vector512.FusedMultiplyAdd(factor, v0, s10);
            factor = Vector512.Create(a[2]);
            s20 = Vector512.FusedMultiplyAdd(factor, v0, s20);
            factor = Vector512.Create(a[3]);
            s30 = Vector512.FusedMultiplyAdd(factor, v0, s30);
            factor = Vector512.Create(a[4]);
            s40 = Vector512.FusedMultiplyAdd(factor, v0, s40);
            factor = Vector512.Create(a[5]);
            s50 = Vector512.FusedMultiplyAdd(factor, v0, s50);
            factor = Vector512.Create(a[6]);
            s60 = Vector512.FusedMultiplyAdd(factor, v0, s60);
            factor = Vector512.Create(a[7]);
            s70 = Vector512.FusedMultiplyAdd(factor, v0, s70);
            a += 8;
            b0 += bStride;
        }

        Vector512<double> signs = Vector512.Create(sign);
        Vector512.FusedMultiplyAdd(signs, s00, Vector512.Load(c0)).Store(c0);
        Vector512.FusedMultiplyAdd(signs, s10, Vector512.Load(c0 + rowStride)).Store(c0 + rowStride);
        Vector512.FusedMultiplyAdd(signs, s20, Vector512.Load(c0 + 2 * rowStride)).Store(c0 + 2 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s30, Vector512.Load(c0 + 3 * rowStride)).Store(c0 + 3 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s40, Vector512.Load(c0 + 4 * rowStride)).Store(c0 + 4 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s50, Vector512.Load(c0 + 5 * rowStride)).Store(c0 + 5 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s60, Vector512.Load(c0 + 6 * rowStride)).Store(c0 + 6 * rowStride);
        Vector512.FusedMultiplyAdd(signs, s70, Vector512.Load(c0 + 7 * rowStride)).Store(c0 + 7 * rowStride);
    }
}
