using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Natural logarithm and exponential of eight numbers with the same bits on every machine, within two units in the last place.
/// <code>
///   x = 2^e m,  m in [sqrt(1/2), sqrt(2)),  f = m - 1,  s = f / (2 + f),    log m = 2 s + s R(s^2)
///   exp x = 2^k exp(r),  r = x - k log 2 in [-0.35, 0.35],  exp(r) by its series
/// </code>
/// </summary>
internal static class Logarithm
{
    private const double HighOfLog2 = 6.93147180369123816490e-01;
    private const double LowOfLog2 = 1.90821492927058770002e-10;
    private const double RootOfTwo = 1.41421356237309504880;
    private const long FractionBits = 0x000F_FFFF_FFFF_FFFF;
    private const long BitsOfOne = 0x3FF0_0000_0000_0000;

    /// <summary>2^52 + 2^51: adding it to a small integer-valued number leaves the integer in the low bits.</summary>
    private const double IntegerShift = 6755399441055744.0;

    /// <summary>log x; minus infinity at zero, NaN below it, infinity at infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> small = Vector512.LessThan(x, Vector512.Create(2.2250738585072014e-308));
        Vector512<double> normal = Vector512.ConditionalSelect(small, x * Vector512.Create(18014398509481984.0), x);
        Vector512<long> bits = normal.AsInt64();
        Vector512<double> m = ((bits & Vector512.Create(FractionBits)) | Vector512.Create(BitsOfOne)).AsDouble();
        Vector512<double> e = FromSmallInteger((bits >>> 52) - Vector512.Create(1023L)) - Vector512.ConditionalSelect(small, Vector512.Create(54.0), Vector512<double>.Zero);
        Vector512<double> large = Vector512.GreaterThanOrEqual(m, Vector512.Create(RootOfTwo));
        m = Vector512.ConditionalSelect(large, m * Vector512.Create(0.5), m);
        e = Vector512.ConditionalSelect(large, e + one, e);

        Vector512<double> f = m - one, s = f / (Vector512.Create(2.0) + f), z = s * s;
        Vector512<double> r = Vector512.Create(1.479819860511658591e-01);
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(1.531383769920937332e-01));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(1.818357216161805012e-01));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(2.222219843214978396e-01));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(2.857142874366239149e-01));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(3.999999999940941908e-01));
        r = Vector512.FusedMultiplyAdd(r, z, Vector512.Create(6.666666666666735130e-01)) * z;
        Vector512<double> half = Vector512.Create(0.5) * f * f;
        Vector512<double> low = Vector512.FusedMultiplyAdd(s, half + r, e * Vector512.Create(LowOfLog2));
        Vector512<double> log = Vector512.FusedMultiplyAdd(e, Vector512.Create(HighOfLog2), f - (half - low));

        Vector512<double> infinity = Vector512.Create(double.PositiveInfinity), zero = Vector512<double>.Zero;
        log = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, log);
        log = Vector512.ConditionalSelect(Vector512.Equals(x, zero), -infinity, log);
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, zero), log, Vector512.Create(double.NaN));
    }

    /// <summary>e^x; zero below -745, infinity above 709.78. Where the result is subnormal it counts as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exponential(Vector512<double> x)
    {
        Vector512<double> shift = Vector512.Create(IntegerShift);
        Vector512<double> bounded = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-746.0)), Vector512.Create(710.0));
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(1.44269504088896338700), shift);
        Vector512<double> k = shifted - shift;
        Vector512<double> r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-HighOfLog2), bounded);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-LowOfLog2), r);
        Vector512<double> sum = Vector512.Create(1.0 / 6227020800.0);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 479001600.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 39916800.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 3628800.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 362880.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 40320.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 5040.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 720.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 120.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 24.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 6.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<double>.One);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<double>.One);

        // 2^k in two halves, because 2^1024 is not a number and e^709.7 is
        Vector512<long> power = shifted.AsInt64() - shift.AsInt64(), firstHalf = power >> 1;
        Vector512<double> first = PowerOfTwo(firstHalf), second = PowerOfTwo(power - firstHalf);
        Vector512<double> value = sum * first * second;
        value = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(709.782712893384)), Vector512.Create(double.PositiveInfinity), value);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-708.3964185322641)), Vector512<double>.Zero, value);
    }

    /// <summary>x^p for x >= 0; a zero to a positive power is zero, to a negative one infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Power(Vector512<double> x, double exponent) => Exponential(Vector512.Create(exponent) * Of(x));

    /// <summary>The same for one number, with the same bits.</summary>
    public static double Power(double x, double exponent) => Power(Vector512.Create(x), exponent).ToScalar();

    /// <summary>log x of one number, with the same bits.</summary>
    public static double Of(double x) => Of(Vector512.Create(x)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> k) => ((k + Vector512.Create(1023L)) << 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> FromSmallInteger(Vector512<long> k) =>
        (k + Vector512.Create(IntegerShift).AsInt64()).AsDouble() - Vector512.Create(IntegerShift);
}
