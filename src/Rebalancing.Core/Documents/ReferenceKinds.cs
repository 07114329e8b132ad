namespace Rebalancing.Documents;

/// <summary>The name of a model or grouping of the document.</summary>
/// <param name="what">What is referred to, for messages.</param>
/// <param name="parts">Where its kin are kept.</param>
/// <param name="wish">The name it would like, when it has none in the document yet.</param>
internal sealed class ReferenceKind<TBase, T>(string what, Func<SharedParts, NamedParts<TBase>> parts, Func<T, string?> wish) : DocumentKind<T> where TBase : class where T : TBase
{
    internal override T Read(DocumentReader reader)
    {
        string name = reader.Text($"the name of a {what}");
        TBase found = parts(reader.Shared).Find(reader, name);
        return found is T part ? part : throw reader.Fail($"{what} '{name}' is a {found.GetType().Name}; expected a {typeof(T).Name}");
    }

    internal override void Write(DocumentWriter writer, T value) => writer.Json.WriteStringValue(parts(writer.Shared).NameOf(value, wish(value)));

    internal override void Describe(SchemaWriter schema) => schema.Type("string");
}
