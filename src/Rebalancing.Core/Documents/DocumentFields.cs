using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>Declares the fields of a form, in the order in which they are written.</summary>
/// <typeparam name="TOwner">The object that has the fields.</typeparam>
/// <remarks>Not thread-safe: used while a form is made, on one thread.</remarks>
public sealed class DocumentFields<TOwner>
{
    private readonly List<FormField<TOwner>> _fields = [];

    internal DocumentFields() { }

    /// <summary>A field that every document must give.</summary>
    /// <param name="name">Its name, first letter small.</param>
    /// <param name="kind">The kind of its values.</param>
    /// <param name="description">What it is, with its unit; for the schema.</param>
    /// <param name="get">Its value in an object that is written.</param>
    public DocumentField<T> Required<T>(string name, DocumentKind<T> kind, string description, Func<TOwner, T> get) => Add(name, kind, description, true, default!, get);

    /// <summary>A field that may be left out.</summary>
    /// <param name="name">Its name, first letter small.</param>
    /// <param name="kind">The kind of its values.</param>
    /// <param name="missing">The value that is meant when it is left out; such a value is not written.</param>
    /// <param name="description">What it is, with its unit; for the schema.</param>
    /// <param name="get">Its value in an object that is written.</param>
    public DocumentField<T> Optional<T>(string name, DocumentKind<T> kind, T missing, string description, Func<TOwner, T> get) => Add(name, kind, description, false, missing, get);

    internal FormField<TOwner>[] Fields => [.. _fields];

    private DocumentField<T> Add<T>(string name, DocumentKind<T> kind, string description, bool isRequired, T missing, Func<TOwner, T> get)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(get);
        if (_fields.Any(f => f.Name == name)) throw new ArgumentException($"Field '{name}' is declared twice; names must be unique.", nameof(name));
        _fields.Add(new FormField<TOwner, T>(name, description, isRequired, missing, kind, get));
        return new DocumentField<T>(_fields.Count - 1);
    }
}
