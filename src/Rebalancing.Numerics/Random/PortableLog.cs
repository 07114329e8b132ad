namespace Rebalancing.Numerics;

/// <summary>
/// The natural logarithm by additions, products and one quotient in a fixed order: the same bits on every machine, within one unit in the last place.
/// </summary>
/// <remarks>
/// x = 2^k (1 + f) with 1 + f in [0.707, 1.414]; s = f / (2 + f); log(1 + f) = 2s + s R(s^2), R the minimax polynomial of the textbook method.
/// </remarks>
internal static class PortableLog
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>log x for finite x > 0 (not subnormal).</summary>
    public static double Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int k = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFFL) | 0x3FF0_0000_0000_0000L);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            k++;
        }

        double f = m - 1.0, s = f / (2.0 + f), z = s * s, w = z * z;
        double even = w * (0.3999999999940941908 + (w * (0.2222219843214978396 + (w * 0.1531383769920937332))));
        double odd = z * (0.6666666666666735130 + (w * (0.2857142874366239149 + (w * (0.1818357216161805012 + (w * 0.1479819860511658591))))));
        double half = 0.5 * f * f;
        return (k * Ln2High) - ((half - ((s * (half + odd + even)) + (k * Ln2Low))) - f);
    }
}
