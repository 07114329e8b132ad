using System.Buffers.Binary;
using System.Text.Json;
using Rebalancing.Csv;

namespace Rebalancing.Documents;

/// <summary>
/// A long list of numbers: in the document, or in a file beside it: 64-bit little endian, <c>{"file": "loadings.f64", "count": 300000}</c>, or, where its name ends in .csv, a table with a header
/// and nothing but numbers below it, row after row.
/// </summary>
internal sealed class NumbersKind : DocumentKind<double[]>
{
    public static NumbersKind Shared { get; } = new();

    internal override double[] Read(DocumentReader reader)
    {
        if (reader.Token == JsonTokenType.StartObject)
        {
            reader.Next();
            return ReadApartFromFirstField(reader);
        }
        reader.Expect(JsonTokenType.StartArray, "a list of numbers, or a file with its count");
        var values = new List<double>();
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
        {
            if (reader.Token != JsonTokenType.Number) reader.Enter(values.Count);
            values.Add(reader.Number("a number"));
        }
        return [.. values];
    }

    internal override void Write(DocumentWriter writer, double[] value)
    {
        if (writer.IsApart(value.Length))
        {
            WriteReference(writer, writer.WriteApart(value), value.Length);
            return;
        }
        writer.Json.WriteStartArray();
        foreach (double number in value) NumberKind.Shared.Write(writer, number);
        writer.Json.WriteEndArray();
    }

    /// <summary>Says that the numbers are in a file.</summary>
    public static void WriteReference(DocumentWriter writer, string file, int count)
    {
        writer.Json.WriteStartObject();
        writer.Json.WriteString("file", file);
        writer.Json.WriteNumber("count", count);
        writer.Json.WriteEndObject();
    }

    internal override void Describe(SchemaWriter schema) => schema.AnyOf(s => s.ListOf(n => n.Type("number")), s => s.Object("numbers in a file beside the document, 64-bit little endian, or CSV with a header where the name ends in .csv",
    [
        new SchemaField("file", "name of the file", true, n => n.Type("string")),
        new SchemaField("count", "how many numbers it holds", true, n => n.Type("integer")),
    ]));

    /// <summary>The rest of <c>{"file": ..., "count": ...}</c>, with the cursor on its first field.</summary>
    public static double[] ReadApartFromFirstField(DocumentReader reader)
    {
        (string file, int count) = ReferenceFromFirstField(reader);
        return ReadApart(reader, file, count);
    }

    /// <summary>Name and count of such a file.</summary>
    public static (string File, int Count) ReferenceFromFirstField(DocumentReader reader)
    {
        (string? file, int? count) = (null, null);
        for (; reader.Token != JsonTokenType.EndObject; reader.Next())
        {
            string name = reader.PropertyName();
            reader.Enter(name);
            reader.Next();
            switch (name)
            {
                case "file" when file is null: file = reader.Text("the name of a file"); break;
                case "count" when count is null: count = reader.Integer("how many numbers the file holds"); break;
                default: throw reader.Fail("expected file and count, each once");
            }
            reader.Leave();
        }
        return file is not null && count is >= 0 ? (file, count.Value) : throw reader.Fail("a file of numbers needs its name and its count >= 0");
    }

    /// <summary>The numbers of a file, in memory.</summary>
    public static double[] ReadApart(DocumentReader reader, string file, int count)
    {
        if (reader.Options.OpenSidecar is not { } open) throw reader.Fail($"the numbers are in the file '{file}', and no way to open files was given (DocumentOptions.OpenSidecar)");
        using Stream stream = open(file);
        return file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadTable(reader, stream, file, count) : ReadNumbers(reader, stream, file, count);
    }

    private static double[] ReadTable(DocumentReader reader, Stream stream, string file, int count)
    {
        var values = new List<double>();
        try
        {
            using var text = new StreamReader(stream, leaveOpen: true);
            var table = new CsvReader(text, $"'{file}'");
            while (values.Count <= count && table.Next())
                for (int column = 0; column < table.Header.Count; column++) values.Add(table.Number(column));
        }
        catch (CsvException refusal)
        {
            throw reader.Fail(refusal.Message, refusal);
        }
        return values.Count == count ? [.. values] : throw reader.Fail($"'{file}' holds {(values.Count > count ? "more" : values.Count)} numbers; {count} were promised");
    }

    private static double[] ReadNumbers(DocumentReader reader, Stream stream, string file, int count)
    {
        // The file must prove its length before memory is given to its claim.
        if (stream.CanSeek && stream.Length != (long)count * sizeof(double)) throw reader.Fail($"'{file}' has {stream.Length} bytes; {count} numbers are {(long)count * sizeof(double)} bytes");
        var values = new double[count];
        Span<byte> chunk = stackalloc byte[4096];
        for (int at = 0; at < count;)
        {
            Span<byte> part = chunk[..(Math.Min(count - at, chunk.Length / sizeof(double)) * sizeof(double))];
            int read = stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
            if (read < part.Length) throw reader.Fail($"'{file}' ends after {at + (read / sizeof(double))} numbers; expected {count}");
            for (int i = 0; i < part.Length; i += sizeof(double))
            {
                double value = BinaryPrimitives.ReadDoubleLittleEndian(part[i..]);
                if (!double.IsFinite(value)) throw reader.Fail(FormattableString.Invariant($"number {at} of '{file}' is {value}; documents hold finite numbers"));
                values[at++] = value;
            }
        }
        if (stream.ReadByte() >= 0) throw reader.Fail($"'{file}' holds more than {count} numbers");
        return values;
    }
}
