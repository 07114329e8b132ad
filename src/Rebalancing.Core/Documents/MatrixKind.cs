using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>A table of numbers: a list of rows, or one file of all numbers row after row (its shape then follows from the use).</summary>
internal sealed class MatrixKind : DocumentKind<NumberTable>
{
    public static MatrixKind Shared { get; } = new();

    internal override NumberTable Read(DocumentReader reader)
    {
        if (reader.Token == JsonTokenType.StartObject) return new NumberTable(NumbersKind.Shared.Read(reader), 0);
        reader.Expect(JsonTokenType.StartArray, "a list of rows of numbers, or a file with its count");
        var values = new List<double>();
        (int rows, int columns) = (0, -1);
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next(), rows++)
        {
            reader.Enter(rows);
            reader.Expect(JsonTokenType.StartArray, "a row of numbers");
            int before = values.Count;
            for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
            {
                if (reader.Token != JsonTokenType.Number) reader.Enter(values.Count - before);
                values.Add(reader.Number("a number"));
            }
            if (columns >= 0 && values.Count - before != columns) throw reader.Fail($"this row has {values.Count - before} numbers and the rows before have {columns}");
            columns = values.Count - before;
            reader.Leave();
        }
        return new NumberTable([.. values], Math.Max(columns, 0));
    }

    internal override void Write(DocumentWriter writer, NumberTable value)
    {
        if (writer.IsApart(value.Values.Length) || value.Columns == 0)
        {
            NumbersKind.Shared.Write(writer, value.Values);
            return;
        }
        writer.Json.WriteStartArray();
        for (int at = 0; at < value.Values.Length; at += value.Columns)
        {
            writer.Json.WriteStartArray();
            for (int i = 0; i < value.Columns; i++) NumberKind.Shared.Write(writer, value.Values[at + i]);
            writer.Json.WriteEndArray();
        }
        writer.Json.WriteEndArray();
    }

    internal override void Describe(SchemaWriter schema) => schema.AnyOf(s => s.ListOf(row => row.ListOf(n => n.Type("number"))), NumbersKind.Shared.Describe);
}
