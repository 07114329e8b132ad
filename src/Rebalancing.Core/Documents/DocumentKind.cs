using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>One kind of value in a document: how it is read, written and described in a schema. The kinds are in <see cref="DocumentKinds"/>.</summary>
/// <typeparam name="T">The value in memory.</typeparam>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract class DocumentKind<T>
{
    private protected DocumentKind() { }

    internal abstract T Read(DocumentReader reader);

    internal abstract void Write(DocumentWriter writer, T value);

    internal abstract void Describe(SchemaWriter schema);
}
