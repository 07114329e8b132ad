namespace Rebalancing.Numerics;

/// <summary>
/// Pinned arrays handed out from front to back. After <see cref="Reset"/> the same sequence of requests gets the same
/// places again, cleared, without allocating.
/// </summary>
internal sealed class Chunks<T>
    where T : unmanaged
{
    private const int SmallestChunkBytes = 64 * 1024;

    private readonly int _lanes;
    private readonly List<T[]> _arrays = [];
    private readonly List<int> _used = [];
    private int _current;

    /// <param name="lanes">Elements in one aligned line of 64 bytes.</param>
    public Chunks(int lanes) => _lanes = lanes;

    public long ElementsReserved { get; private set; }

    /// <summary>Finds room for <paramref name="length"/> zeroed elements on a 64-byte boundary.</summary>
    public T[] Take(long length, out int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - 2L * _lanes);
        int padded = (int)((length + _lanes - 1) / _lanes * _lanes);
        while (_current < _arrays.Count && _arrays[_current].Length - _lanes - _used[_current] < padded)
        {
            _current++;
        }

        if (_current == _arrays.Count)
        {
            Grow(padded);
        }

        T[] array = _arrays[_current];
        offset = _used[_current] + Misalignment(array);
        _used[_current] += padded;
        Array.Clear(array, offset, padded);
        return array;
    }

    public void Reset()
    {
        for (int i = 0; i < _used.Count; i++)
        {
            _used[i] = 0;
        }

        _current = 0;
    }

    private unsafe void Grow(int padded)
    {
        long smallest = SmallestChunkBytes / sizeof(T);
        long length = Math.Min(Math.Max(Math.Max(padded, smallest), Math.Min(ElementsReserved, 64 * smallest)), Array.MaxLength - _lanes);
        _arrays.Add(GC.AllocateArray<T>((int)length + _lanes, pinned: true));
        _used.Add(0);
        ElementsReserved += length + _lanes;
    }

    /// <summary>Elements to skip so that the first one handed out lies on a 64-byte boundary.</summary>
    private static unsafe int Misalignment(T[] array)
    {
        fixed (T* start = array)
        {
            return (int)(((Lanes.AlignmentBytes - ((nuint)start % Lanes.AlignmentBytes)) % Lanes.AlignmentBytes) / (nuint)sizeof(T));
        }
    }
}
