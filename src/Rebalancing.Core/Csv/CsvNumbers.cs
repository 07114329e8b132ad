using System.Globalization;

namespace Rebalancing.Csv;

/// <summary>Numbers and days of tables, the same in every culture, and what to say about those that are none.</summary>
internal static class CsvNumbers
{
    public static bool Number(ReadOnlySpan<char> text, char? thousands, out double value)
    {
        value = 0;
        Span<char> plain = stackalloc char[64];
        return WithoutThousands(text, thousands, plain, out ReadOnlySpan<char> digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    public static bool Money(ReadOnlySpan<char> text, char? thousands, out decimal value)
    {
        value = 0;
        Span<char> plain = stackalloc char[64];
        return WithoutThousands(text, thousands, plain, out ReadOnlySpan<char> digits) && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    public static bool Day(ReadOnlySpan<char> text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Why a text is no number, as a sentence.</summary>
    public static string Problem(string text)
    {
        if (text.Length == 0) return "the field is empty; expected a number.";
        if (text[^1] == '%') return $"'{text}' is not a finite number; fractions are expected, 0.125 and not 12.5%.";
        foreach (char separator in ",' \u00A0\u2019")
            if (text.Contains(separator, StringComparison.Ordinal) && Number(text, separator, out _))
                return $"'{text}' is not a finite number (a point separates decimals; separators of thousands are read where CsvOptions.Thousands names them).";
        return $"'{text}' is not a finite number (a point separates decimals).";
    }

    /// <summary>The text without separators of thousands; false where they do not stand between groups of three digits before the decimals.</summary>
    private static bool WithoutThousands(ReadOnlySpan<char> text, char? thousands, Span<char> room, out ReadOnlySpan<char> plain)
    {
        plain = text;
        if (thousands is not { } separator || !text.Contains(separator)) return true;
        if (text.Length > room.Length) return false;
        int whole = text.IndexOf('.') is >= 0 and var point ? point : text.Length, length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != separator)
            {
                room[length++] = text[i];
                continue;
            }
            bool isGrouped = i < whole && (whole - i) % 4 == 0 && !text.Slice(i + 1, 3).ContainsAnyExceptInRange('0', '9');
            if (!isGrouped) return false;
        }
        int leading = text.IndexOf(separator) - (text[0] is '-' or '+' ? 1 : 0);
        plain = room[..length].ToString();
        return leading is >= 1 and <= 3;
    }
}
