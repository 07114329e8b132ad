using System.Runtime.CompilerServices;

namespace Rebalancing;

/// <summary>
/// Checks for constructors of terms, limits and models, ours and yours: each says what, where, found and expected. Numbers outside their range throw
/// <see cref="ArgumentOutOfRangeException"/>, data of the wrong shape <see cref="ArgumentException"/>; both name the caller's argument.
/// </summary>
public static class Require
{
    /// <summary>Every number is finite.</summary>
    /// <param name="values">One number an asset.</param>
    /// <param name="what">What one number is: "expected return".</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static AssetValues Finite(AssetValues values, string what, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i])) throw Bad(values, i, what, "it must be finite", parameter);
        return values;
    }

    /// <summary>Every number is finite and not negative.</summary>
    /// <param name="values">One number an asset.</param>
    /// <param name="what">What one number is: "buying cost".</param>
    /// <param name="rule">Unit and range: "costs are fractions of traded value and must be >= 0".</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static AssetValues NotNegative(AssetValues values, string what, string rule, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!(values[i] >= 0 && double.IsFinite(values[i]))) throw Bad(values, i, what, rule, parameter);
        return values;
    }

    /// <summary>Every number is finite and positive.</summary>
    /// <param name="values">One number an asset.</param>
    /// <param name="what">What one number is.</param>
    /// <param name="rule">Unit and range.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static AssetValues Positive(AssetValues values, string what, string rule, [CallerArgumentExpression(nameof(values))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
            if (!(values[i] > 0 && double.IsFinite(values[i]))) throw Bad(values, i, what, rule, parameter);
        return values;
    }

    /// <summary>Lower bounds do not exceed upper bounds; each is a number or the infinity of its side.</summary>
    /// <param name="lower">Lower bounds; negative infinity where there is none.</param>
    /// <param name="upper">Upper bounds; positive infinity where there is none.</param>
    /// <param name="what">What is bounded: "weight".</param>
    public static void Ordered(AssetValues lower, AssetValues upper, string what)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        SameCount(lower, upper, $"lower {what}s", $"upper {what}s");
        for (int i = 0; i < lower.Count; i++)
        {
            if (double.IsNaN(lower[i]) || double.IsPositiveInfinity(lower[i])) throw Bad(lower, i, $"lower {what}", "it must be a number or negative infinity", nameof(lower));
            if (double.IsNaN(upper[i]) || double.IsNegativeInfinity(upper[i])) throw Bad(upper, i, $"upper {what}", "it must be a number or positive infinity", nameof(upper));
            if (lower[i] > upper[i])
                throw new ArgumentException(FormattableString.Invariant($"lower {what} for {lower.Label(i)} is {lower[i]}, above the upper {what} {upper[i]}; lower bounds must be <= upper bounds"), nameof(lower));
        }
    }

    /// <summary>The lower bound does not exceed the upper bound; each is a number or the infinity of its side.</summary>
    /// <param name="lower">Lower bound or negative infinity.</param>
    /// <param name="upper">Upper bound or positive infinity.</param>
    /// <param name="what">What is bounded.</param>
    public static void Ordered(double lower, double upper, string what)
    {
        if (double.IsNaN(lower) || double.IsPositiveInfinity(lower)) throw new ArgumentOutOfRangeException(nameof(lower), FormattableString.Invariant($"lower {what} is {lower}; it must be a number or negative infinity"));
        if (double.IsNaN(upper) || double.IsNegativeInfinity(upper)) throw new ArgumentOutOfRangeException(nameof(upper), FormattableString.Invariant($"upper {what} is {upper}; it must be a number or positive infinity"));
        if (lower > upper) throw new ArgumentException(FormattableString.Invariant($"lower {what} {lower} is above upper {what} {upper}; lower bounds must be <= upper bounds"), nameof(lower));
    }

    /// <summary>Two lists speak of the same number of assets.</summary>
    /// <param name="first">One list.</param>
    /// <param name="second">The other.</param>
    /// <param name="firstWhat">What the first are, plural: "buying costs".</param>
    /// <param name="secondWhat">What the others are.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static void SameCount(AssetValues first, AssetValues second, string firstWhat, string secondWhat, [CallerArgumentExpression(nameof(second))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"{firstWhat} are for {first.Count} assets and {secondWhat} for {second.Count}; expected the same number", parameter);
    }

    /// <summary>The number is finite and not negative.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is: "interest on cash".</param>
    /// <param name="rule">Unit and range.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static double NotNegative(double value, string what, string rule, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Bad(value, what, rule, parameter);

    /// <summary>The number is finite and positive.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is.</param>
    /// <param name="rule">Unit and range.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static double Positive(double value, string what, string rule, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Bad(value, what, rule, parameter);

    /// <summary>The number is finite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static double Finite(double value, string what, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) ? value : throw Bad(value, what, "it must be finite", parameter);

    /// <summary>The number lies in (0, 1].</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is.</param>
    /// <param name="rule">What it is a fraction of.</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static double PositiveFraction(double value, string what, string rule, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        value is > 0 and <= 1 ? value : throw Bad(value, what, $"{rule} and must lie in (0, 1]", parameter);

    /// <summary>At least one symbol, none of them blank.</summary>
    /// <param name="symbols">Symbols of assets; whether the universe has them is checked with the mandate.</param>
    /// <param name="what">Whose list it is: "NoTrade".</param>
    /// <param name="parameter">Filled in by the compiler.</param>
    public static string[] Symbols(ReadOnlySpan<string> symbols, string what, [CallerArgumentExpression(nameof(symbols))] string parameter = "")
    {
        if (symbols.Length == 0) throw new ArgumentException($"{what} names no symbol; expected at least one", parameter);
        for (int i = 0; i < symbols.Length; i++)
            if (string.IsNullOrWhiteSpace(symbols[i])) throw new ArgumentException($"symbol {i} of {what} is empty; expected the symbol of an asset", parameter);
        return symbols.ToArray();
    }

    private static ArgumentOutOfRangeException Bad(AssetValues values, int i, string what, string rule, string parameter) =>
        new(parameter, FormattableString.Invariant($"{what} for {values.Label(i)} is {values[i]}; {rule}"));

    private static ArgumentOutOfRangeException Bad(double value, string what, string rule, string parameter) => new(parameter, FormattableString.Invariant($"{what} is {value}; {rule}"));
}
