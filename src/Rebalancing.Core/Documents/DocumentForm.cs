using System.Text.Json;
using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>
/// How one type stands in a document. Declared once, it reads, writes and describes: the three cannot drift apart. A user's own term gets a place in documents by
/// one such declaration, added to a <see cref="DocumentCatalog"/>.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract class DocumentForm
{
    private protected DocumentForm(string name, string description, Type type)
    {
        Name = name;
        Description = description;
        Type = type;
    }

    /// <summary>A form.</summary>
    /// <typeparam name="T">The type that it reads and writes.</typeparam>
    /// <param name="name">Its name in documents, first letter small.</param>
    /// <param name="description">One sentence for the schema.</param>
    /// <param name="declare">Declares the fields and returns how an object is made of their values.</param>
    public static DocumentForm<T> Of<T>(string name, string description, Func<DocumentFields<T>, Func<DocumentValues, T>> declare) where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(declare);
        var fields = new DocumentFields<T>();
        Func<DocumentValues, T> make = declare(fields);
        return new DocumentForm<T>(name, description, fields.Fields, make);
    }

    /// <summary>Name in documents.</summary>
    public string Name { get; }

    /// <summary>One sentence for the schema.</summary>
    public string Description { get; }

    /// <summary>The type that it reads and writes.</summary>
    public Type Type { get; }

    /// <summary>Reads the fields that remain, with the cursor on the first of them or on the end of the object; those that stand beside the form go to <paramref name="extra"/>.</summary>
    internal abstract object ReadFields(DocumentReader reader, ExtraFields? extra);

    /// <summary>Writes the fields, without braces.</summary>
    internal abstract void WriteFields(DocumentWriter writer, object value);

    internal abstract IEnumerable<SchemaField> Describe();
}

/// <summary>How one type stands in a document.</summary>
/// <typeparam name="T">The type that it reads and writes.</typeparam>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class DocumentForm<T> : DocumentForm where T : class
{
    private readonly FormField<T>[] _fields;
    private readonly Func<DocumentValues, T> _make;

    internal DocumentForm(string name, string description, FormField<T>[] fields, Func<DocumentValues, T> make) : base(name, description, typeof(T))
    {
        _fields = fields;
        _make = make;
    }

    internal override object ReadFields(DocumentReader reader, ExtraFields? extra)
    {
        long line = reader.Line;
        var values = new DocumentValues(_fields.Length, reader.Universe, reader.Shared);
        for (; reader.Token != JsonTokenType.EndObject; reader.Next())
        {
            string name = reader.PropertyName();
            reader.Enter(name);
            if (extra is not null && extra.TryRead(reader, name))
            {
                reader.Leave();
                continue;
            }
            int index = Array.FindIndex(_fields, f => f.Name == name);
            if (index < 0) throw reader.Fail($"'{Name}' has no field '{name}'; it has {(_fields.Length == 0 ? "none" : string.Join(", ", _fields.Select(f => f.Name)))}");
            if (values.Given[index]) throw reader.Fail($"'{name}' stands here twice");
            reader.Next();
            _fields[index].Read(reader, values, index);
            values.Given[index] = true;
            reader.Leave();
        }
        for (int i = 0; i < _fields.Length; i++)
        {
            if (values.Given[i]) continue;
            if (_fields[i].IsRequired) throw reader.FailAt(line, $"'{_fields[i].Name}' is missing: {_fields[i].Description}");
            _fields[i].SetDefault(values, i);
        }
        return reader.Make(line, () => _make(values));
    }

    internal override void WriteFields(DocumentWriter writer, object value)
    {
        foreach (FormField<T> field in _fields) field.Write(writer, (T)value);
    }

    internal override IEnumerable<SchemaField> Describe() => _fields.Select(f => new SchemaField(f.Name, f.Description, f.IsRequired, f.Describe));
}
