using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>The coordinates that move with their price, strictly between kinks, and their rates -dx/dc.</summary>
internal sealed class MovingSet
{
    private readonly IntSlab _list;
    private readonly Slab _rates;

    public MovingSet(Arena arena, int capacity)
    {
        _list = arena.Ints(capacity);
        _rates = arena.Doubles(capacity);
    }

    public int Count { get; set; }

    public ReadOnlySpan<int> List => _list.Span[..Count];

    public ReadOnlySpan<double> Rates => _rates.Span[..Count];

    /// <summary>All room, for filling.</summary>
    public Span<int> ListRoom => _list.Span;

    /// <inheritdoc cref="ListRoom"/>
    public Span<double> RatesRoom => _rates.Span;

    public void Clear() => Count = 0;

    public void Add(int coordinate, double rate)
    {
        _list.Span[Count] = coordinate;
        _rates.Span[Count] = rate;
        Count++;
    }
}
