using System.Runtime.CompilerServices;

namespace Rebalancing;

/// <summary>Checks of constructor data: what, where, found, expected.</summary>
internal static class Require
{
    public static AssetValues Finite(AssetValues values, string what, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i])) throw Bad(values, i, what, "it must be finite", parameter);
        return values;
    }

    /// <summary>Finite and not negative.</summary>
    public static AssetValues NotNegative(AssetValues values, string what, string rule, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!(values[i] >= 0 && double.IsFinite(values[i]))) throw Bad(values, i, what, rule, parameter);
        return values;
    }

    /// <summary>Finite and positive.</summary>
    public static AssetValues Positive(AssetValues values, string what, string rule, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!(values[i] > 0 && double.IsFinite(values[i]))) throw Bad(values, i, what, rule, parameter);
        return values;
    }

    /// <summary>Lower bounds below upper bounds, both numbers or the infinity of their side.</summary>
    public static void Ordered(AssetValues lower, AssetValues upper, string what)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        SameCount(lower, upper, $"lower {what}", $"upper {what}");
        for (int i = 0; i < lower.Count; i++)
        {
            if (double.IsNaN(lower[i]) || double.IsPositiveInfinity(lower[i])) throw Bad(lower, i, $"lower {what}", "it must be a number or negative infinity", nameof(lower));
            if (double.IsNaN(upper[i]) || double.IsNegativeInfinity(upper[i])) throw Bad(upper, i, $"upper {what}", "it must be a number or positive infinity", nameof(upper));
            if (lower[i] > upper[i])
                throw new ArgumentException(FormattableString.Invariant($"lower {what} for {lower.Label(i)} is {lower[i]}, above the upper {what} {upper[i]}; lower bounds must be <= upper bounds"), nameof(lower));
        }
    }

    public static void SameCount(AssetValues first, AssetValues second, string firstWhat, string secondWhat)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{firstWhat} are for {first.Count} assets and {secondWhat} for {second.Count}; expected the same number");
    }

    public static double NotNegative(double value, string what, string rule, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(parameter, FormattableString.Invariant($"{what} is {value}; {rule}"));

    public static double Positive(double value, string what, string rule, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(parameter, FormattableString.Invariant($"{what} is {value}; {rule}"));

    public static double Finite(double value, string what, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(parameter, FormattableString.Invariant($"{what} is {value}; it must be finite"));

    public static void Ordered(double lower, double upper, string what)
    {
        if (double.IsNaN(lower) || double.IsPositiveInfinity(lower)) throw new ArgumentOutOfRangeException(nameof(lower), FormattableString.Invariant($"lower {what} is {lower}; it must be a number or negative infinity"));
        if (double.IsNaN(upper) || double.IsNegativeInfinity(upper)) throw new ArgumentOutOfRangeException(nameof(upper), FormattableString.Invariant($"upper {what} is {upper}; it must be a number or positive infinity"));
        if (lower > upper) throw new ArgumentException(FormattableString.Invariant($"lower {what} {lower} is above upper {what} {upper}; lower bounds must be <= upper bounds"), nameof(lower));
    }

    private static ArgumentOutOfRangeException Bad(AssetValues values, int i, string what, string rule, string parameter) =>
        new(parameter, FormattableString.Invariant($"{what} for {values.Label(i)} is {values[i]}; {rule}"));
}
