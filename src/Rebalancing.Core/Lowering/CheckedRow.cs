using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <summary>A limited quantity that whole lots move: how far it is from its bounds, and what a unit of each trade adds to it, to first order.</summary>
internal sealed class CheckedRow
{
    private CheckedBlock? _block;
    private int _coordinate;
    private Slab _gradient;
    private bool _isKnown;

    /// <summary>How much may be added; negative where the upper bound is overstepped.</summary>
    public double RoomAbove { get; private set; }

    /// <summary>How much may be taken away; negative where the lower bound is overstepped.</summary>
    public double RoomBelow { get; private set; }

    /// <summary>Whether the quantity is cash, which every lot moves.</summary>
    public bool IsCash { get; private set; }

    public bool IsExceeded => RoomAbove < 0 || RoomBelow < 0;

    /// <summary>What a unit of each trade adds; empty where that is not known.</summary>
    public ReadOnlySpan<double> Gradient => _isKnown ? _gradient.Span : default;

    /// <summary>A coordinate of a block between bounds.</summary>
    public void Begin(CheckedBlock block, int coordinate, double roomAbove, double roomBelow, bool isCash)
    {
        (_block, _coordinate, _isKnown) = (block, coordinate, false);
        (RoomAbove, RoomBelow, IsCash) = (roomAbove, roomBelow, isCash);
    }

    /// <summary>A sum of functions below a bound.</summary>
    public void Begin(Slab gradient, bool isKnown, double roomAbove)
    {
        (_block, _gradient, _isKnown) = (null, gradient, isKnown);
        (RoomAbove, RoomBelow, IsCash) = (roomAbove, double.PositiveInfinity, false);
    }

    /// <summary>Finds the gradient of a coordinate; false where it has none.</summary>
    public bool Prepare(Arena memory, int assets)
    {
        if (_isKnown || _block is null) return _isKnown;
        _gradient = memory.Doubles(assets);
        return _isKnown = _block.CopyGradient(_coordinate, _gradient.Span);
    }

    /// <summary>A trade was made.</summary>
    public void Move(int asset, double change)
    {
        double moved = _gradient.Span[asset] * change;
        (RoomAbove, RoomBelow) = (RoomAbove - moved, RoomBelow + moved);
    }
}
