using System.Collections;

namespace Rebalancing.Documents;

/// <summary>A field of a form with its value type put aside.</summary>
/// <typeparam name="TOwner">The object that has the field.</typeparam>
internal abstract class FormField<TOwner>(string name, string description, bool isRequired)
{
    public string Name { get; } = name;

    /// <summary>What it is, with its unit.</summary>
    public string Description { get; } = description;

    public bool IsRequired { get; } = isRequired;

    public abstract void Read(DocumentReader reader, DocumentValues into, int index);

    public abstract void SetDefault(DocumentValues into, int index);

    /// <summary>Writes name and value, unless the value is the default.</summary>
    public abstract void Write(DocumentWriter writer, TOwner owner);

    public abstract void Describe(SchemaWriter schema);
}

/// <summary>A field whose values are of one kind.</summary>
internal sealed class FormField<TOwner, T>(string name, string description, bool isRequired, T missing, DocumentKind<T> kind, Func<TOwner, T> get) : FormField<TOwner>(name, description, isRequired)
{
    public override void Read(DocumentReader reader, DocumentValues into, int index) => into.Set(index, kind.Read(reader));

    public override void SetDefault(DocumentValues into, int index) => into.Set(index, missing);

    public override void Write(DocumentWriter writer, TOwner owner)
    {
        T value = get(owner);
        if (!IsRequired && (EqualityComparer<T>.Default.Equals(value, missing) || (value is ICollection { Count: 0 } && missing is ICollection { Count: 0 }))) return;
        writer.Json.WritePropertyName(Name);
        kind.Write(writer, value);
    }

    public override void Describe(SchemaWriter schema) => kind.Describe(schema);
}
