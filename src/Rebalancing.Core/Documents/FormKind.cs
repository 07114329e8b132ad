using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>An object of one form.</summary>
internal sealed class FormKind<T>(DocumentForm<T> form) : DocumentKind<T> where T : class
{
    internal override T Read(DocumentReader reader)
    {
        reader.Expect(JsonTokenType.StartObject, $"an object: {form.Description}");
        reader.Next();
        return (T)form.ReadFields(reader, null);
    }

    internal override void Write(DocumentWriter writer, T value)
    {
        writer.Json.WriteStartObject();
        form.WriteFields(writer, value);
        writer.Json.WriteEndObject();
    }

    internal override void Describe(SchemaWriter schema) => schema.Refer(form.Name, s => s.Object(form.Description, [.. form.Describe()]));
}
