using System.Globalization;

namespace Rebalancing.Mandates;

/// <summary>Numbers as people read them: "10 %", "4 bp", "3 days".</summary>
internal static class MeasureText
{
    /// <summary>Fractions below this are written in basis points.</summary>
    private const double SmallFraction = 0.005;

    /// <summary>What is found below this, 0.001 bp, is the solver's tolerance.</summary>
    private const double LeastFraction = 1e-7;

    public static string Of(double value, Measure measure) => measure switch
    {
        _ when double.IsInfinity(value) || double.IsNaN(value) => value.ToString(CultureInfo.InvariantCulture),
        Measure.Fraction => Fraction(value),
        Measure.Days => FormattableString.Invariant($"{value:0.####} {(value == 1 ? "day" : "days")}"),
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };

    public static string Fraction(double value) => value switch
    {
        0 => "0",
        _ when Math.Abs(value) >= SmallFraction => FormattableString.Invariant($"{100 * value:0.####} %"),
        _ when Math.Abs(value) >= 1e-7 => FormattableString.Invariant($"{10000 * value:0.###} bp"),
        _ => FormattableString.Invariant($"{10000 * value:G2} bp"),
    };

    /// <summary>What a solver found, with no more digits than its tolerance leaves certain: "2.88 %", "9.7 bp", "3.443E-06".</summary>
    public static string Found(double value, Measure measure) => measure switch
    {
        _ when double.IsInfinity(value) || double.IsNaN(value) => value.ToString(CultureInfo.InvariantCulture),
        Measure.Fraction when Math.Abs(value) < LeastFraction => "0",
        Measure.Fraction when Math.Abs(value) >= SmallFraction => FormattableString.Invariant($"{100 * value:0.##} %"),
        Measure.Fraction => FormattableString.Invariant($"{10000 * value:0.0#} bp"),
        Measure.Days => FormattableString.Invariant($"{value:0.##} {(value == 1 ? "day" : "days")}"),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>"= 3", "in [1, 2]", ">= 1", "&lt;= 2", "free".</summary>
    public static string Range(double lower, double upper, Measure measure) => (double.IsFinite(lower), double.IsFinite(upper)) switch
    {
        (true, true) when lower == upper => $"= {Of(lower, measure)}",
        (true, true) => $"in [{Of(lower, measure)}, {Of(upper, measure)}]",
        (true, false) => $">= {Of(lower, measure)}",
        (false, true) => $"<= {Of(upper, measure)}",
        _ => "free",
    };

    /// <summary>The first few of a list of bounded things: "Sector[Energy] &lt;= 10 %", "Sector[Energy &lt;= 10 %, Tech in [5 %, 20 %], 3 more]".</summary>
    public static string Bounds(string what, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, Func<int, string> name, Measure measure)
    {
        const int Shown = 3;
        List<string> parts = [];
        string alone = "";
        int bounded = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            if (double.IsInfinity(lower[i]) && double.IsInfinity(upper[i])) continue;
            bounded++;
            alone = $"{what}[{name(i)}] {Range(lower[i], upper[i], measure)}";
            if (bounded <= Shown) parts.Add($"{name(i)} {Range(lower[i], upper[i], measure)}");
        }
        return bounded switch
        {
            0 => $"{what} free",
            1 => alone,
            <= Shown => $"{what}[{string.Join(", ", parts)}]",
            _ => FormattableString.Invariant($"{what}[{string.Join(", ", parts)}, {bounded - Shown} more]"),
        };
    }
}
