using System.Globalization;
using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>A finite number.</summary>
internal sealed class NumberKind : DocumentKind<double>
{
    public static NumberKind Shared { get; } = new();

    internal override double Read(DocumentReader reader) => reader.Number("a number");

    internal override void Write(DocumentWriter writer, double value)
    {
        if (!double.IsFinite(value)) throw DocumentWriter.Fail(FormattableString.Invariant($"a value is {value}; documents hold finite numbers"));
        writer.Json.WriteNumberValue(value);
    }

    internal override void Describe(SchemaWriter schema) => schema.Type("number");
}

/// <summary>A number, or null for the infinity of its side.</summary>
internal sealed class BoundKind(double none) : DocumentKind<double>
{
    internal override double Read(DocumentReader reader) => reader.Token == JsonTokenType.Null ? none : reader.Number("a number, or null for no bound");

    internal override void Write(DocumentWriter writer, double value)
    {
        if (value.Equals(none)) writer.Json.WriteNullValue();
        else NumberKind.Shared.Write(writer, value);
    }

    internal override void Describe(SchemaWriter schema) => schema.Types("number", "null");
}

/// <summary>A whole number.</summary>
internal sealed class IntegerKind : DocumentKind<int>
{
    internal override int Read(DocumentReader reader) => reader.Integer("a whole number");

    internal override void Write(DocumentWriter writer, int value) => writer.Json.WriteNumberValue(value);

    internal override void Describe(SchemaWriter schema) => schema.Type("integer");
}

/// <summary>An exact decimal.</summary>
internal sealed class MoneyKind : DocumentKind<decimal>
{
    internal override decimal Read(DocumentReader reader) => reader.Money("a decimal number");

    internal override void Write(DocumentWriter writer, decimal value) => writer.Json.WriteNumberValue(value);

    internal override void Describe(SchemaWriter schema) => schema.Type("number");
}

/// <summary>Text.</summary>
internal sealed class TextKind : DocumentKind<string>
{
    internal override string Read(DocumentReader reader) => reader.Text("a text");

    internal override void Write(DocumentWriter writer, string value) => writer.Json.WriteStringValue(value);

    internal override void Describe(SchemaWriter schema) => schema.Type("string");
}

/// <summary>True or false.</summary>
internal sealed class FlagKind : DocumentKind<bool>
{
    internal override bool Read(DocumentReader reader) => reader.Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw reader.Fail($"expected true or false, found {reader.Found()}"),
    };

    internal override void Write(DocumentWriter writer, bool value) => writer.Json.WriteBooleanValue(value);

    internal override void Describe(SchemaWriter schema) => schema.Type("boolean");
}

/// <summary>A day.</summary>
internal sealed class DateKind : DocumentKind<DateOnly>
{
    private const string Form = "yyyy-MM-dd";

    internal override DateOnly Read(DocumentReader reader)
    {
        string text = reader.Text("a day such as 2026-03-31");
        return DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
            : throw reader.Fail($"expected a day such as 2026-03-31, found '{text}'");
    }

    internal override void Write(DocumentWriter writer, DateOnly value) => writer.Json.WriteStringValue(value.ToString(Form, CultureInfo.InvariantCulture));

    internal override void Describe(SchemaWriter schema) => schema.Text("date");
}

/// <summary>A name of an enumeration, first letter small.</summary>
internal sealed class ChoiceKind<T> : DocumentKind<T> where T : struct, Enum
{
    private static readonly string[] Names = [.. Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];
    private static readonly T[] Values = Enum.GetValues<T>();

    internal override T Read(DocumentReader reader)
    {
        string name = reader.Text("a text");
        int index = Array.IndexOf(Names, name);
        return index >= 0 ? Values[index] : throw reader.Fail($"expected one of {string.Join(", ", Names)}, found '{name}'");
    }

    internal override void Write(DocumentWriter writer, T value) => writer.Json.WriteStringValue(Names[Array.IndexOf(Values, value)]);

    internal override void Describe(SchemaWriter schema) => schema.OneOf(Names);
}

/// <summary>A value or null.</summary>
internal sealed class OrNullKind<T>(DocumentKind<T> of) : DocumentKind<T?> where T : struct
{
    internal override T? Read(DocumentReader reader) => reader.Token == JsonTokenType.Null ? null : of.Read(reader);

    internal override void Write(DocumentWriter writer, T? value)
    {
        if (value is { } given) of.Write(writer, given);
        else writer.Json.WriteNullValue();
    }

    internal override void Describe(SchemaWriter schema) => schema.AnyOf(of.Describe, s => s.Type("null"));
}
