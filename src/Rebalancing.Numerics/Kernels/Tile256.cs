using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The innermost loop for 256-bit registers: 4 rows by 8 columns, the same chain of fused multiply-adds
/// for every element as in <see cref="Tile512"/>.
/// </summary>
internal static unsafe class Tile256
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByEight(int depth, double* a, double* b, int bStride, double* c, int rowStride, double sign)
    {
        Vector256<double> s00 = Vector256<double>.Zero, s01 = Vector256<double>.Zero;
        Vector256<double> s10 = s00, s11 = s00;
        Vector256<double> s20 = s00, s21 = s00;
        Vector256<double> s30 = s00, s31 = s00;
        for (int p = 0; p < depth; p++)
        {
            Vector256<double> v0 = Vector256.Load(b), v1 = Vector256.Load(b + 4);
            Vector256<double> factor = Vector256.Create(a[0]);
            s00 = Vector256.FusedMultiplyAdd(factor, v0, s00);
            s01 = Vector256.FusedMultiplyAdd(factor, v1, s01);
            factor = Vector256.Create(a[1]);
            s10 = Vector256.FusedMultiplyAdd(factor, v0, s10);
            s11 = Vector256.FusedMultiplyAdd(factor, v1, s11);
            factor = Vector256.Create(a[2]);
            s20 = Vector256.FusedMultiplyAdd(factor, v0, s20);
            s21 = Vector256.FusedMultiplyAdd(factor, v1, s21);
            factor = Vector256.Create(a[3]);
            s30 = Vector256.FusedMultiplyAdd(factor, v0, s30);
            s31 = Vector256.FusedMultiplyAdd(factor, v1, s31);
            a += 8;
            b += bStride;
        }

        Vector256<double> signs = Vector256.Create(sign);
        Vector256.FusedMultiplyAdd(signs, s00, Vector256.Load(c)).Store(c);
        Vector256.FusedMultiplyAdd(signs, s01, Vector256.Load(c + 4)).Store(c + 4);
        Vector256.FusedMultiplyAdd(signs, s10, Vector256.Load(c + rowStride)).Store(c + rowStride);
        Vector256.FusedMultiplyAdd(signs, s11, Vector256.Load(c + rowStride + 4)).Store(c + rowStride + 4);
        Vector256.FusedMultiplyAdd(signs, s20, Vector256.Load(c + 2 * rowStride)).Store(c + 2 * rowStride);
        Vector256.FusedMultiplyAdd(signs, s21, Vector256.Load(c + 2 * rowStride + 4)).Store(c + 2 * rowStride + 4);
        Vector256.FusedMultiplyAdd(signs, s30, Vector256.Load(c + 3 * rowStride)).Store(c + 3 * rowStride);
        Vector256.FusedMultiplyAdd(signs, s31, Vector256.Load(c + 3 * rowStride + 4)).Store(c + 3 * rowStride + 4);
    }
}
