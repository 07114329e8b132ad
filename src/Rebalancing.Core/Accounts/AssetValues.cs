using System.Collections;
using System.Runtime.CompilerServices;

namespace Rebalancing;

/// <summary>
/// One number an asset: returns, spreads, bounds, targets. Built from an array or a collection expression, or with names through
/// <see cref="Universe.Values(ReadOnlySpan{double})"/> so that messages can say which asset is meant.
/// </summary>
/// <remarks>Immutable: the numbers are copied once. Safe to share between threads.</remarks>
[CollectionBuilder(typeof(AssetValues), nameof(Create))]
public sealed class AssetValues : IReadOnlyList<double>
{
    private readonly double[] _values;

    internal AssetValues(Universe? universe, ReadOnlySpan<double> values)
    {
        if (universe is not null && values.Length != universe.Count)
            throw new ArgumentException($"Got {values.Length} numbers for a universe of {universe.Count} assets; expected one an asset.", nameof(values));
        Universe = universe;
        _values = values.ToArray();
    }

    /// <summary>Numbers without names.</summary>
    public static AssetValues Create(ReadOnlySpan<double> values) => new(null, values);

    /// <summary>Numbers without names; the array is copied.</summary>
    public static implicit operator AssetValues(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new AssetValues(null, values);
    }

    /// <summary>The universe the numbers were made for; null when they carry no names.</summary>
    public Universe? Universe { get; }

    /// <summary>Number of assets.</summary>
    public int Count => _values.Length;

    /// <summary>The number of one asset.</summary>
    public double this[int index] => _values[index];

    /// <summary>All numbers, in universe order.</summary>
    public ReadOnlySpan<double> Span => _values;

    /// <summary>How messages speak of an asset: "'GLD' (index 3)", or "index 3" without names.</summary>
    internal string Label(int index) => Universe is null ? $"index {index}" : $"'{Universe[index].Symbol}' (index {index})";

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
}
