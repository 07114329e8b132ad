namespace Rebalancing.Numerics;

/// <summary>
/// Logarithm, exponential and power as fixed sequences of additions and multiplications: the same bits on every machine, which a C library does not promise.
/// A few units in the last place; the power loses as many digits as <c>p log x</c> has before its point.
/// </summary>
internal static class Elementary
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SqrtHalf = 0.70710678118654752440;

    /// <summary>1/(2k+1), k = 11 .. 1.</summary>
    private static ReadOnlySpan<double> OddReciprocals => [1 / 23.0, 1 / 21.0, 1 / 19.0, 1 / 17.0, 1 / 15.0, 1 / 13.0, 1 / 11.0, 1 / 9.0, 1 / 7.0, 1 / 5.0, 1 / 3.0];

    /// <summary>1/k!, k = 14 .. 2.</summary>
    private static ReadOnlySpan<double> Factorials =>
    [
        1 / 87178291200.0, 1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5,
    ];

    /// <summary>log x. Zero gives negative infinity, a negative number NaN.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsInfinity(x))
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;

        // x = m 2^e, m in [sqrt(1/2), sqrt(2));  log m = 2 (s + s^3/3 + s^5/5 + ...),  s = (m - 1)/(m + 1)
        int e = Math.ILogB(x) + 1;
        double m = Math.ScaleB(x, -e);
        if (m < SqrtHalf)
            (m, e) = (2 * m, e - 1);
        double s = (m - 1) / (m + 1), square = s * s, series = 0;
        foreach (double c in OddReciprocals)
            series = (series + c) * square;
        return (e * Ln2High) + ((2 * s) + ((2 * s * series) + (e * Ln2Low)));
    }

    /// <summary>e to the x; 0 and infinity beyond the range of numbers.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 800)
            return x > 0 ? double.PositiveInfinity : 0;
        int k = (int)Math.Round(x / (Ln2High + Ln2Low));
        double r = x - (k * Ln2High) - (k * Ln2Low), series = 0;
        foreach (double c in Factorials)
            series = (series + c) * r;
        return Math.ScaleB(1 + (r + (series * r)), k);
    }

    /// <summary>x to the p for x &gt;= 0.</summary>
    public static double Power(double x, double p) => p == 0.5 ? Math.Sqrt(x) : p == 1 ? x : Exp(p * Log(x));
}
