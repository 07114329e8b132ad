using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>An object whose first field says which of several forms it has: <c>{"term": "variance", "risk": "main"}</c>.</summary>
/// <param name="key">Name of that first field.</param>
/// <param name="forms">The forms to choose from.</param>
internal class NamedFormKind<T>(string key, Func<DocumentCatalog, FormSet> forms) : DocumentKind<T> where T : class
{
    internal override T Read(DocumentReader reader) => Read(reader, null);

    internal override void Write(DocumentWriter writer, T value) => Write(writer, value, null);

    /// <summary>Reads the object.</summary>
    /// <param name="reader">Stands on the brace.</param>
    /// <param name="extra">Fields beside those of the form; null for none.</param>
    protected internal T Read(DocumentReader reader, ExtraFields? extra)
    {
        reader.Expect(JsonTokenType.StartObject, $"an object that begins with '{key}'");
        reader.Next();
        if (reader.Token != JsonTokenType.PropertyName || reader.PropertyName() != key) throw reader.Fail($"expected '{key}' as the first field, found {reader.Found()}");
        reader.Enter(key);
        reader.Next();
        FormSet set = forms(reader.Options.Catalog);
        string name = reader.Text($"the name of a {key}");
        DocumentForm form = set.Find(name) ?? throw reader.Fail($"there is no {key} called '{name}'; known: {string.Join(", ", set.Names)}");
        reader.Leave();
        reader.Next();
        return (T)form.ReadFields(reader, extra);
    }

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where the object goes.</param>
    /// <param name="value">What is written.</param>
    /// <param name="extra">Writes the fields beside those of the form; null for none.</param>
    protected internal void Write(DocumentWriter writer, T value, Action<Utf8JsonWriter>? extra)
    {
        DocumentForm form = forms(writer.Options.Catalog).Of(value.GetType())
            ?? throw DocumentWriter.Fail($"{value.GetType().Name} has no place in documents; add a DocumentForm for it to the catalog of the options");
        writer.Json.WriteStartObject();
        writer.Json.WriteString(key, form.Name);
        extra?.Invoke(writer.Json);
        form.WriteFields(writer, value);
        writer.Json.WriteEndObject();
    }

    internal override void Describe(SchemaWriter schema) => Describe(schema, key, []);

    /// <summary>Describes the object under a name of its own.</summary>
    /// <param name="schema">Where it goes.</param>
    /// <param name="name">Name of the definition; with other extra fields it is another definition.</param>
    /// <param name="extra">Fields beside those of the form.</param>
    protected internal void Describe(SchemaWriter schema, string name, IReadOnlyList<SchemaField> extra) => schema.Refer(name, s => s.AnyOf(
        [.. forms(s.Catalog).All.Select(form => (Action<SchemaWriter>)(o => o.Object(form.Description, [new SchemaField(key, $"always {form.Name}", true, n => n.OneOf([form.Name])), .. extra, .. form.Describe()])))]));
}
