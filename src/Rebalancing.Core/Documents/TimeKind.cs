using System.Globalization;

namespace Rebalancing.Documents;

/// <summary>A moment with its offset from universal time, written 2026-03-31T09:30:00+02:00; parts of seconds only where there are some.</summary>
internal sealed class TimeKind : DocumentKind<DateTimeOffset>
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:sszzz", Exact = "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz";

    /// <summary>The forms that are read: also without seconds, with some digits of them, and with Z.</summary>
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public static TimeKind Shared { get; } = new();

    internal override DateTimeOffset Read(DocumentReader reader)
    {
        const string Expected = "a moment such as 2026-03-31T09:30:00+02:00";
        string text = reader.Text(Expected);
        // without an offset the moment would depend on where the document is read
        bool hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment) ? moment
            : throw reader.Fail($"expected {Expected}, found '{text}'");
    }

    internal override void Write(DocumentWriter writer, DateTimeOffset value) =>
        writer.Json.WriteStringValue(value.ToString(value.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Exact, CultureInfo.InvariantCulture));

    internal override void Describe(SchemaWriter schema) => schema.Text("date-time");
}
