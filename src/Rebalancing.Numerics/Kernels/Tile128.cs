using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// The innermost loop for 128-bit registers: 4 rows by 8 columns, the same chain of fused multiply-adds
/// for every element as in <see cref="Tile512"/>.
/// </summary>
internal static unsafe class Tile128
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByEight(int depth, double* a, double* b, int bStride, double* c, int rowStride, double sign)
    {
        Vector128<double> s00 = Vector128<double>.Zero, s01 = Vector128<double>.Zero, s02 = Vector128<double>.Zero, s03 = Vector128<double>.Zero;
        Vector128<double> s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        Vector128<double> s20 = s00, s21 = s00, s22 = s00, s23 = s00;
        Vector128<double> s30 = s00, s31 = s00, s32 = s00, s33 = s00;
        for (int p = 0; p < depth; p++)
        {
            Vector128<double> v0 = Vector128.Load(b), v1 = Vector128.Load(b + 2), v2 = Vector128.Load(b + 4), v3 = Vector128.Load(b + 6);
            Vector128<double> factor = Vector128.Create(a[0]);
            s00 = Vector128.FusedMultiplyAdd(factor, v0, s00);
            s01 = Vector128.FusedMultiplyAdd(factor, v1, s01);
            s02 = Vector128.FusedMultiplyAdd(factor, v2, s02);
            s03 = Vector128.FusedMultiplyAdd(factor, v3, s03);
            factor = Vector128.Create(a[1]);
            s10 = Vector128.FusedMultiplyAdd(factor, v0, s10);
            s11 = Vector128.FusedMultiplyAdd(factor, v1, s11);
            s12 = Vector128.FusedMultiplyAdd(factor, v2, s12);
            s13 = Vector128.FusedMultiplyAdd(factor, v3, s13);
            factor = Vector128.Create(a[2]);
            s20 = Vector128.FusedMultiplyAdd(factor, v0, s20);
            s21 = Vector128.FusedMultiplyAdd(factor, v1, s21);
            s22 = Vector128.FusedMultiplyAdd(factor, v2, s22);
            s23 = Vector128.FusedMultiplyAdd(factor, v3, s23);
            factor = Vector128.Create(a[3]);
            s30 = Vector128.FusedMultiplyAdd(factor, v0, s30);
            s31 = Vector128.FusedMultiplyAdd(factor, v1, s31);
            s32 = Vector128.FusedMultiplyAdd(factor, v2, s32);
            s33 = Vector128.FusedMultiplyAdd(factor, v3, s33);
            a += 8;
            b += bStride;
        }

        Vector128<double> signs = Vector128.Create(sign);
        Vector128.FusedMultiplyAdd(signs, s00, Vector128.Load(c)).Store(c);
        Vector128.FusedMultiplyAdd(signs, s01, Vector128.Load(c + 2)).Store(c + 2);
        Vector128.FusedMultiplyAdd(signs, s02, Vector128.Load(c + 4)).Store(c + 4);
        Vector128.FusedMultiplyAdd(signs, s03, Vector128.Load(c + 6)).Store(c + 6);
        Vector128.FusedMultiplyAdd(signs, s10, Vector128.Load(c + rowStride)).Store(c + rowStride);
        Vector128.FusedMultiplyAdd(signs, s11, Vector128.Load(c + rowStride + 2)).Store(c + rowStride + 2);
        Vector128.FusedMultiplyAdd(signs, s12, Vector128.Load(c + rowStride + 4)).Store(c + rowStride + 4);
        Vector128.FusedMultiplyAdd(signs, s13, Vector128.Load(c + rowStride + 6)).Store(c + rowStride + 6);
        Vector128.FusedMultiplyAdd(signs, s20, Vector128.Load(c + 2 * rowStride)).Store(c + 2 * rowStride);
        Vector128.FusedMultiplyAdd(signs, s21, Vector128.Load(c + 2 * rowStride + 2)).Store(c + 2 * rowStride + 2);
        Vector128.FusedMultiplyAdd(signs, s22, Vector128.Load(c + 2 * rowStride + 4)).Store(c + 2 * rowStride + 4);
        Vector128.FusedMultiplyAdd(signs, s23, Vector128.Load(c + 2 * rowStride + 6)).Store(c + 2 * rowStride + 6);
        Vector128.FusedMultiplyAdd(signs, s30, Vector128.Load(c + 3 * rowStride)).Store(c + 3 * rowStride);
        Vector128.FusedMultiplyAdd(signs, s31, Vector128.Load(c + 3 * rowStride + 2)).Store(c + 3 * rowStride + 2);
        Vector128.FusedMultiplyAdd(signs, s32, Vector128.Load(c + 3 * rowStride + 4)).Store(c + 3 * rowStride + 4);
        Vector128.FusedMultiplyAdd(signs, s33, Vector128.Load(c + 3 * rowStride + 6)).Store(c + 3 * rowStride + 6);
    }
}
