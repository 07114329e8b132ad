using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>Writes JSON Schema, draft 2020-12. Forms that are referred to stand once, under <c>$defs</c>.</summary>
internal sealed class SchemaWriter(DocumentCatalog catalog)
{
    private readonly SortedDictionary<string, byte[]?> _definitions = new(StringComparer.Ordinal);
    private Utf8JsonWriter _json = null!;

    public DocumentCatalog Catalog { get; } = catalog;

    /// <summary>The schema of one kind of document.</summary>
    public byte[] Write(string title, string description, Action<SchemaWriter> root)
    {
        byte[] body = Capture(root);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", title);
            json.WriteString("description", description);
            json.WritePropertyName("allOf");
            json.WriteStartArray();
            json.WriteRawValue(body);
            json.WriteEndArray();
            json.WritePropertyName("$defs");
            json.WriteStartObject();
            foreach ((string name, byte[]? definition) in _definitions)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(definition!);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public void Type(string type)
    {
        _json.WriteStartObject();
        _json.WriteString("type", type);
        _json.WriteEndObject();
    }

    public void Types(params ReadOnlySpan<string> types)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("type");
        foreach (string type in types) _json.WriteStringValue(type);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public void Text(string format)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "string");
        _json.WriteString("format", format);
        _json.WriteEndObject();
    }

    public void OneOf(params ReadOnlySpan<string> values)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("enum");
        foreach (string value in values) _json.WriteStringValue(value);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public void Constant(int value)
    {
        _json.WriteStartObject();
        _json.WriteNumber("const", value);
        _json.WriteEndObject();
    }

    public void AnyOf(params ReadOnlySpan<Action<SchemaWriter>> kinds)
    {
        _json.WriteStartObject();
        _json.WriteStartArray("anyOf");
        foreach (Action<SchemaWriter> kind in kinds) kind(this);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public void ListOf(Action<SchemaWriter> item)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "array");
        _json.WritePropertyName("items");
        item(this);
        _json.WriteEndObject();
    }

    public void ByName(Action<SchemaWriter> item)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "object");
        _json.WritePropertyName("additionalProperties");
        item(this);
        _json.WriteEndObject();
    }

    public void Object(string description, IReadOnlyList<SchemaField> fields)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "object");
        _json.WriteString("description", description);
        _json.WriteStartObject("properties");
        foreach (SchemaField field in fields)
        {
            _json.WriteStartObject(field.Name);
            _json.WriteString("description", field.Description);
            _json.WriteStartArray("allOf");
            field.Kind(this);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.WriteStartArray("required");
        foreach (SchemaField field in fields) if (field.IsRequired) _json.WriteStringValue(field.Name);
        _json.WriteEndArray();
        _json.WriteBoolean("additionalProperties", false);
        _json.WriteEndObject();
    }

    /// <summary>A reference to a definition, which is written at its first use.</summary>
    public void Refer(string name, Action<SchemaWriter> define)
    {
        // The entry is made before its text, so that a form that contains itself ends.
        if (_definitions.TryAdd(name, null)) _definitions[name] = Capture(define);
        _json.WriteStartObject();
        _json.WriteString("$ref", "#/$defs/" + name);
        _json.WriteEndObject();
    }

    private byte[] Capture(Action<SchemaWriter> write)
    {
        Utf8JsonWriter outer = _json;
        using var stream = new MemoryStream();
        using (_json = new Utf8JsonWriter(stream)) write(this);
        _json = outer;
        return stream.ToArray();
    }
}
