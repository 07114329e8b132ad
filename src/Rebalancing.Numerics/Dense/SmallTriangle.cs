namespace Rebalancing.Numerics;

/// <summary>Solves with one full 8 x 8 lower triangle in registers: the only serial part of a triangular solve, so its chain is kept short.</summary>
internal static unsafe class SmallTriangle
{
    private const int Side = 8;

    /// <summary>b := L^-1 (b - sums), row after row.</summary>
    public static void Forward(double* l, int stride, double* b, double* sums, bool unit)
    {
        double* inverse = stackalloc double[Side];
        Invert(l, stride, inverse, unit);
        double* r1 = l + 1L * stride;
        double* r2 = l + 2L * stride;
        double* r3 = l + 3L * stride;
        double* r4 = l + 4L * stride;
        double* r5 = l + 5L * stride;
        double* r6 = l + 6L * stride;
        double* r7 = l + 7L * stride;
        double x0 = b[0] - sums[0];
        b[0] = x0 *= inverse[0];
        double x1 = b[1] - sums[1];
        x1 = Math.FusedMultiplyAdd(-r1[0], x0, x1);
        b[1] = x1 *= inverse[1];
        double x2 = b[2] - sums[2];
        x2 = Math.FusedMultiplyAdd(-r2[0], x0, x2);
        x2 = Math.FusedMultiplyAdd(-r2[1], x1, x2);
        b[2] = x2 *= inverse[2];
        double x3 = b[3] - sums[3];
        x3 = Math.FusedMultiplyAdd(-r3[0], x0, x3);
        x3 = Math.FusedMultiplyAdd(-r3[1], x1, x3);
        x3 = Math.FusedMultiplyAdd(-r3[2], x2, x3);
        b[3] = x3 *= inverse[3];
        double x4 = b[4] - sums[4];
        x4 = Math.FusedMultiplyAdd(-r4[0], x0, x4);
        x4 = Math.FusedMultiplyAdd(-r4[1], x1, x4);
        x4 = Math.FusedMultiplyAdd(-r4[2], x2, x4);
        x4 = Math.FusedMultiplyAdd(-r4[3], x3, x4);
        b[4] = x4 *= inverse[4];
        double x5 = b[5] - sums[5];
        x5 = Math.FusedMultiplyAdd(-r5[0], x0, x5);
        x5 = Math.FusedMultiplyAdd(-r5[1], x1, x5);
        x5 = Math.FusedMultiplyAdd(-r5[2], x2, x5);
        x5 = Math.FusedMultiplyAdd(-r5[3], x3, x5);
        x5 = Math.FusedMultiplyAdd(-r5[4], x4, x5);
        b[5] = x5 *= inverse[5];
        double x6 = b[6] - sums[6];
        x6 = Math.FusedMultiplyAdd(-r6[0], x0, x6);
        x6 = Math.FusedMultiplyAdd(-r6[1], x1, x6);
        x6 = Math.FusedMultiplyAdd(-r6[2], x2, x6);
        x6 = Math.FusedMultiplyAdd(-r6[3], x3, x6);
        x6 = Math.FusedMultiplyAdd(-r6[4], x4, x6);
        x6 = Math.FusedMultiplyAdd(-r6[5], x5, x6);
        b[6] = x6 *= inverse[6];
        double x7 = b[7] - sums[7];
        x7 = Math.FusedMultiplyAdd(-r7[0], x0, x7);
        x7 = Math.FusedMultiplyAdd(-r7[1], x1, x7);
        x7 = Math.FusedMultiplyAdd(-r7[2], x2, x7);
        x7 = Math.FusedMultiplyAdd(-r7[3], x3, x7);
        x7 = Math.FusedMultiplyAdd(-r7[4], x4, x7);
        x7 = Math.FusedMultiplyAdd(-r7[5], x5, x7);
        x7 = Math.FusedMultiplyAdd(-r7[6], x6, x7);
        b[7] = x7 *= inverse[7];
    }

    /// <summary>b := L'^-1 b, from the last row up.</summary>
    public static void Backward(double* l, int stride, double* b, bool unit)
    {
        double* inverse = stackalloc double[Side];
        Invert(l, stride, inverse, unit);
        double* r1 = l + 1L * stride;
        double* r2 = l + 2L * stride;
        double* r3 = l + 3L * stride;
        double* r4 = l + 4L * stride;
        double* r5 = l + 5L * stride;
        double* r6 = l + 6L * stride;
        double* r7 = l + 7L * stride;
        double x7 = b[7];
        b[7] = x7 *= inverse[7];
        double x6 = b[6];
        x6 = Math.FusedMultiplyAdd(-r7[6], x7, x6);
        b[6] = x6 *= inverse[6];
        double x5 = b[5];
        x5 = Math.FusedMultiplyAdd(-r7[5], x7, x5);
        x5 = Math.FusedMultiplyAdd(-r6[5], x6, x5);
        b[5] = x5 *= inverse[5];
        double x4 = b[4];
        x4 = Math.FusedMultiplyAdd(-r7[4], x7, x4);
        x4 = Math.FusedMultiplyAdd(-r6[4], x6, x4);
        x4 = Math.FusedMultiplyAdd(-r5[4], x5, x4);
        b[4] = x4 *= inverse[4];
        double x3 = b[3];
        x3 = Math.FusedMultiplyAdd(-r7[3], x7, x3);
        x3 = Math.FusedMultiplyAdd(-r6[3], x6, x3);
        x3 = Math.FusedMultiplyAdd(-r5[3], x5, x3);
        x3 = Math.FusedMultiplyAdd(-r4[3], x4, x3);
        b[3] = x3 *= inverse[3];
        double x2 = b[2];
        x2 = Math.FusedMultiplyAdd(-r7[2], x7, x2);
        x2 = Math.FusedMultiplyAdd(-r6[2], x6, x2);
        x2 = Math.FusedMultiplyAdd(-r5[2], x5, x2);
        x2 = Math.FusedMultiplyAdd(-r4[2], x4, x2);
        x2 = Math.FusedMultiplyAdd(-r3[2], x3, x2);
        b[2] = x2 *= inverse[2];
        double x1 = b[1];
        x1 = Math.FusedMultiplyAdd(-r7[1], x7, x1);
        x1 = Math.FusedMultiplyAdd(-r6[1], x6, x1);
        x1 = Math.FusedMultiplyAdd(-r5[1], x5, x1);
        x1 = Math.FusedMultiplyAdd(-r4[1], x4, x1);
        x1 = Math.FusedMultiplyAdd(-r3[1], x3, x1);
        x1 = Math.FusedMultiplyAdd(-r2[1], x2, x1);
        b[1] = x1 *= inverse[1];
        double x0 = b[0];
        x0 = Math.FusedMultiplyAdd(-r7[0], x7, x0);
        x0 = Math.FusedMultiplyAdd(-r6[0], x6, x0);
        x0 = Math.FusedMultiplyAdd(-r5[0], x5, x0);
        x0 = Math.FusedMultiplyAdd(-r4[0], x4, x0);
        x0 = Math.FusedMultiplyAdd(-r3[0], x3, x0);
        x0 = Math.FusedMultiplyAdd(-r2[0], x2, x0);
        x0 = Math.FusedMultiplyAdd(-r1[0], x1, x0);
        b[0] = x0 *= inverse[0];
    }

    private static void Invert(double* l, int stride, double* inverse, bool unit)
    {
        for (int i = 0; i < Side; i++)
        {
            inverse[i] = unit ? 1.0 : 1.0 / l[(long)i * stride + i];
        }
    }
}
