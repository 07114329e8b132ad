namespace Rebalancing.PublicApi.Tests;

/// <summary>A type with one member of each kind, for the tests of the listing itself.</summary>
public sealed class Sample<T> : IDisposable
{
    public const int Limit = 7;

    private readonly T[] values;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Sample(int count = 3, string? name = null)
    {
        Count = count + (name?.Length ?? 0);
        values = new T[Count];
    }

    public required int Count { get; init; }

    public T this[int index] => values[index];

    public static Sample<T> operator +(Sample<T> a, Sample<T> b) => new(a.Count + b.Count);

    public static U[] Convert<U>(IReadOnlyList<T> values, out double? best)
    {
        best = null;
        return new U[values.Count];
    }

    public void Dispose() => Hidden();

    internal void Hidden() => Array.Clear(values);
}
