namespace Rebalancing.Numerics;

/// <summary>A slice of an arena: a fixed place for integers that can be stored in a field, unlike a span.</summary>
internal readonly struct IntSlab
{
    private readonly int[] _array;
    private readonly int _offset;

    public IntSlab(int[] array, int offset, int length)
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

    public Span<int> Span => new(_array, _offset, Length);

    public IntSlab Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return _array is null ? default : new IntSlab(_array, _offset + start, length);
    }

    public static implicit operator Span<int>(IntSlab slab) => slab.Span;

    public static implicit operator ReadOnlySpan<int>(IntSlab slab) => slab.Span;
}
