using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>The values of one object that was read, by field.</summary>
/// <remarks>Not thread-safe: alive while one object is made, on one thread.</remarks>
public sealed class DocumentValues
{
    private readonly object?[] _values;

    internal DocumentValues(int count, Universe? universe, SharedParts shared)
    {
        Universe = universe;
        Shared = shared;
        _values = new object?[count];
        Given = new bool[count];
    }

    /// <summary>Value of a field; its default when the document leaves it out.</summary>
    public T Get<T>(DocumentField<T> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return (T)_values[field.Index]!;
    }

    /// <summary>The assets of the document; null before they are read.</summary>
    internal Universe? Universe { get; }

    internal Universe RequiredUniverse => Universe ?? throw new ArgumentException("this needs the assets, and 'universe' has not been read; put 'universe' first");

    /// <summary>Models and groupings of the document.</summary>
    internal SharedParts Shared { get; }

    internal bool[] Given { get; }

    internal void Set(int index, object? value) => _values[index] = value;
}
