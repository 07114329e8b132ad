using System.Globalization;
using System.Numerics;

namespace Rebalancing.Numerics;

/// <summary>
/// A decimal fraction of any length, digits * 10^-places; sums, differences and products are exact. A double is read as the shortest decimal that denotes
/// it: the number that was written, 0.3 rather than 0.299999999999999988898.
/// </summary>
internal readonly struct ExactNumber : IComparable<ExactNumber>
{
    private readonly BigInteger _digits;
    private readonly int _places;

    private ExactNumber(BigInteger digits, int places) => (_digits, _places) = (digits, places);

    public static ExactNumber Zero => default;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _digits.Sign;

    public static ExactNumber Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = (((BigInteger)(uint)bits[2]) << 64) | (((BigInteger)(uint)bits[1]) << 32) | (uint)bits[0];
        return new ExactNumber(bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>The shortest decimal that denotes a double.</summary>
    /// <param name="value">Finite.</param>
    public static ExactNumber Of(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "only a finite number has digits");
        Span<char> text = stackalloc char[32];
        if (!value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture)) throw new InvalidOperationException("a double is longer than 32 characters");
        BigInteger digits = 0;
        int places = 0, at = 0;
        bool negative = text[0] == '-', fraction = false;
        for (at = negative ? 1 : 0; at < length && text[at] is not ('E' or 'e'); at++)
        {
            if (text[at] == '.')
            {
                fraction = true;
                continue;
            }

            digits = (digits * 10) + (text[at] - '0');
            places += fraction ? 1 : 0;
        }

        places -= at < length ? int.Parse(text[(at + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        if (places < 0) (digits, places) = (digits * BigInteger.Pow(10, -places), 0);
        return new ExactNumber(negative ? -digits : digits, places);
    }

    public static ExactNumber operator +(ExactNumber a, ExactNumber b) => a._places >= b._places
        ? new ExactNumber(a._digits + (b._digits * Shift(a._places - b._places)), a._places)
        : new ExactNumber((a._digits * Shift(b._places - a._places)) + b._digits, b._places);

    public static ExactNumber operator -(ExactNumber a) => new(-a._digits, a._places);

    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => a + -b;

    public static ExactNumber operator *(ExactNumber a, ExactNumber b) => new(a._digits * b._digits, a._places + b._places);

    public int CompareTo(ExactNumber other) => (this - other).Sign;

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse($"{_digits.ToString(CultureInfo.InvariantCulture)}E{(-_places).ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);

    private static BigInteger Shift(int places) => places == 0 ? BigInteger.One : BigInteger.Pow(10, places);
}
