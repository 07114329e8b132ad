namespace Rebalancing.Documents;

/// <summary>The name of a risk model of the document.</summary>
internal sealed class RiskReferenceKind<T> : DocumentKind<T> where T : RiskModel
{
    internal override T Read(DocumentReader reader)
    {
        string name = reader.Text("the name of a risk model");
        RiskModel model = reader.Shared.Risks.Find(reader, name);
        return model as T ?? throw reader.Fail($"risk model '{name}' is a {model.GetType().Name}; expected a {typeof(T).Name}");
    }

    internal override void Write(DocumentWriter writer, T value) => writer.Json.WriteStringValue(writer.Shared.Risks.NameOf(value));

    internal override void Describe(SchemaWriter schema) => schema.Type("string");
}

/// <summary>The name of a grouping of the document.</summary>
internal sealed class GroupingReferenceKind : DocumentKind<Grouping>
{
    internal override Grouping Read(DocumentReader reader) => reader.Shared.Groupings.Find(reader, reader.Text("the name of a grouping"));

    internal override void Write(DocumentWriter writer, Grouping value) => writer.Json.WriteStringValue(writer.Shared.Groupings.NameOf(value, value.Name));

    internal override void Describe(SchemaWriter schema) => schema.Type("string");
}
