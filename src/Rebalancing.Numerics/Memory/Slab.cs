namespace Rebalancing.Numerics;

/// <summary>A slice of an arena: a fixed place for doubles that can be stored in a field, unlike a span.</summary>
internal readonly struct Slab
{
    private readonly double[] _array;
    private readonly int _offset;

    public Slab(double[] array, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, array.Length - length);
        _array = array;
        _offset = offset;
        Length = length;
    }

    public int Length { get; }

    public Span<double> Span => new(_array, _offset, Length);

    public ReadOnlyMemory<double> Memory => new(_array, _offset, Length);

    public Slab Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return _array is null ? default : new Slab(_array, _offset + start, length);
    }

    public static implicit operator Span<double>(Slab slab) => slab.Span;

    public static implicit operator ReadOnlySpan<double>(Slab slab) => slab.Span;
}
