namespace Rebalancing.Numerics;

/// <summary>
/// All workspace of one owner: zeroed slices on 64-byte boundaries of pinned managed arrays.
/// It grows while a program is recorded and is only reused afterwards. Not safe for concurrent use.
/// </summary>
internal sealed class Arena
{
    private readonly Chunks<double> _doubles = new(Lanes.AlignmentBytes / sizeof(double));
    private readonly Chunks<int> _ints = new(Lanes.AlignmentBytes / sizeof(int));

    /// <summary>Bytes held, whether handed out or not.</summary>
    public long BytesReserved => _doubles.ElementsReserved * sizeof(double) + _ints.ElementsReserved * sizeof(int);

    /// <summary>A zeroed slice of <paramref name="length"/> doubles; its first element lies on a 64-byte boundary.</summary>
    public Slab Doubles(long length)
    {
        double[] array = _doubles.Take(length, out int offset);
        return new Slab(array, offset, (int)length);
    }

    /// <summary>A zeroed slice of <paramref name="length"/> integers; its first element lies on a 64-byte boundary.</summary>
    public IntSlab Ints(int length)
    {
        int[] array = _ints.Take(length, out int offset);
        return new IntSlab(array, offset, length);
    }

    /// <summary>Forgets every slice. Memory stays reserved; slices handed out before must not be used any more.</summary>
    public void Reset()
    {
        _doubles.Reset();
        _ints.Reset();
    }
}
