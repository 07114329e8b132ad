using System.Runtime.InteropServices;

namespace Rebalancing.Solvers.Totals;

/// <summary>
/// What one total costs: a convex piecewise-linear function phi(y) = constant + slope y + sum over breaks of step (y - at)_+. Bounds of the total are in it as steep sides, so that it is finite everywhere.
/// </summary>
internal sealed class TotalCurve
{
    private readonly List<(double At, double Step)> _breaks = [];
    private double _constant;

    /// <summary>Slope left of all breaks: the smallest price the total can have.</summary>
    public double LeastPrice { get; private set; }

    /// <summary>Slope right of all breaks: the largest price the total can have.</summary>
    public double LargestPrice { get; private set; }

    /// <summary>The breaks, ascending.</summary>
    public ReadOnlySpan<(double At, double Step)> Breaks => CollectionsMarshal.AsSpan(_breaks);

    public void Clear()
    {
        _breaks.Clear();
        _constant = LeastPrice = LargestPrice = 0;
    }

    /// <summary>Adds slope (y - origin).</summary>
    public void AddSlope(double slope, double origin)
    {
        LeastPrice += slope;
        LargestPrice += slope;
        _constant -= slope * origin;
    }

    /// <summary>Adds step (y - at)_+.</summary>
    public void AddStep(double step, double at)
    {
        if (step == 0)
            return;
        int place = _breaks.Count;
        while (place > 0 && _breaks[place - 1].At > at)
            place--;
        _breaks.Insert(place, (at, step));
        LargestPrice += step;
    }

    /// <summary>Adds a number that depends on nothing.</summary>
    public void AddConstant(double value) => _constant += value;

    /// <summary>Adds steepness (least - y)_+.</summary>
    public void AddWallBelow(double least, double steepness)
    {
        AddSlope(-steepness, least);
        AddStep(steepness, least);
    }

    /// <summary>phi(y).</summary>
    public double Value(double y)
    {
        double value = _constant + (LeastPrice * y);
        foreach ((double at, double step) in _breaks)
            value += step * Math.Max(0, y - at);
        return value;
    }

    /// <summary>phi*(price) = sup over y of price y - phi(y), for a price between <see cref="LeastPrice"/> and <see cref="LargestPrice"/>; attained at a break.</summary>
    public double Conjugate(double price)
    {
        double at = _breaks.Count > 0 ? _breaks[0].At : 0, slope = LeastPrice;
        foreach ((double next, double step) in _breaks)
        {
            at = next;
            slope += step;
            if (slope >= price)
                break;
        }

        return (price * at) - Value(at);
    }

    /// <summary>The middle of the slopes at y.</summary>
    public double Price(double y)
    {
        double left = LeastPrice, right = LeastPrice;
        foreach ((double at, double step) in _breaks)
        {
            if (y > at)
                left += step;
            if (y >= at)
                right += step;
        }

        return 0.5 * (left + right);
    }
}
