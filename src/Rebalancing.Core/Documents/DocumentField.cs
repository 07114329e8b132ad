namespace Rebalancing;

/// <summary>A field of a form, declared once: the key to its value when the object is made.</summary>
/// <typeparam name="T">The value in memory.</typeparam>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class DocumentField<T>
{
    internal DocumentField(int index) => Index = index;

    internal int Index { get; }
}
