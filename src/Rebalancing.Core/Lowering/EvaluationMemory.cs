namespace Rebalancing.Lowering;

/// <summary>Values of blocks at one point, in one growing array; cleared, not freed, between points.</summary>
internal sealed class EvaluationMemory
{
    private readonly List<int> _start = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private double[] _values = new double[1024];
    private int _used;

    public void Clear()
    {
        _start.Clear();
        _images.Clear();
        _used = 0;
    }

    /// <summary>A view that is valid until the next block is added.</summary>
    public Span<double> this[Block block] => _values.AsSpan(_start[block.Id], block.Length);

    /// <summary>A new block of zeros.</summary>
    public Block Add(int length)
    {
        if (_used + length > _values.Length) Array.Resize(ref _values, Math.Max(2 * _values.Length, _used + length));
        _values.AsSpan(_used, length).Clear();
        _start.Add(_used);
        _used += length;
        return new Block(_start.Count - 1, length);
    }

    public Block Add(ReadOnlySpan<double> values)
    {
        Block block = Add(values.Length);
        values.CopyTo(this[block]);
        return block;
    }

    public Block Copy(Block of)
    {
        Block copy = Add(of.Length);
        this[of].CopyTo(this[copy]);
        return copy;
    }

    public Block Image(LinearMap map, Block of)
    {
        if (_images.TryGetValue((map, of.Id), out Block known)) return known;
        Block image = Add(map.Rows);
        map.Apply(this[of], this[image]);
        _images.Add((map, of.Id), image);
        return image;
    }
}
