using System.Globalization;

namespace Rebalancing;

/// <summary>Checks of callers' numbers; each message says what, where, what was found and what is expected.</summary>
internal static class Check
{
    internal static void Finite(ReadOnlySpan<double> values, string where, string what)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} of {where} at index {i} is {values[i]}; it must be finite"));
    }

    internal static void FiniteAndNotNegative(ReadOnlySpan<double> values, string where, string what)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]) || values[i] < 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} of {where} at index {i} is {values[i]}; it must be finite and >= 0"));
    }

    internal static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }

    internal static bool NoneNegative(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!(value >= 0 && double.IsFinite(value)))
                return false;
        return true;
    }

    internal static void Length(int found, int expected, string where, string what)
    {
        if (found != expected)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} of {where} has {found} numbers; the block has {expected} coordinates"));
    }
}
