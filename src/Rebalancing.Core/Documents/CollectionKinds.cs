using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListKind<T>(DocumentKind<T> of) : DocumentKind<IReadOnlyList<T>>
{
    internal override IReadOnlyList<T> Read(DocumentReader reader)
    {
        reader.Expect(JsonTokenType.StartArray, "a list");
        var values = new List<T>();
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
        {
            reader.Enter(values.Count);
            values.Add(of.Read(reader));
            reader.Leave();
        }
        return values;
    }

    internal override void Write(DocumentWriter writer, IReadOnlyList<T> value)
    {
        writer.Json.WriteStartArray();
        foreach (T item in value) of.Write(writer, item);
        writer.Json.WriteEndArray();
    }

    internal override void Describe(SchemaWriter schema) => schema.ListOf(of.Describe);
}

/// <summary>Values by name; each name once.</summary>
internal sealed class ByNameKind<T>(DocumentKind<T> of) : DocumentKind<IReadOnlyDictionary<string, T>>
{
    internal override IReadOnlyDictionary<string, T> Read(DocumentReader reader)
    {
        reader.Expect(JsonTokenType.StartObject, "an object of values by name");
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        for (reader.Next(); reader.Token != JsonTokenType.EndObject; reader.Next())
        {
            string name = reader.PropertyName();
            reader.Enter(name);
            if (values.ContainsKey(name)) throw reader.Fail($"'{name}' stands here twice");
            reader.Next();
            values.Add(name, of.Read(reader));
            reader.Leave();
        }
        return values;
    }

    internal override void Write(DocumentWriter writer, IReadOnlyDictionary<string, T> value)
    {
        writer.Json.WriteStartObject();
        foreach ((string name, T item) in value)
        {
            writer.Json.WritePropertyName(name);
            of.Write(writer, item);
        }
        writer.Json.WriteEndObject();
    }

    internal override void Describe(SchemaWriter schema) => schema.ByName(of.Describe);
}
