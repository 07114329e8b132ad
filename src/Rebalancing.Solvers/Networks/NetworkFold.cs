using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Networks;

/// <summary>
/// Networks of flows private to one coordinate each, as convex functions of the distance z = sum of sign f that they make together:
/// <code>
///   cost(z) = min sum slope_f f    over 0 &lt;= f &lt;= upper_f with sum sign_f f = z
/// </code>
/// In t = sign f every flow is a stretch of constant slope; stretches are laid end to end in order of slope. An endless stretch to the left (selling
/// without limit) caps the slopes below it, one to the right those above it: what is worth selling and buying back is done at once and for all z.
/// Every network keeps its place, so that one laid before can be opened again.
/// </summary>
internal sealed class NetworkFold
{
    private readonly double[] _slope;
    private readonly double[] _width;
    private readonly int[] _flow;
    private readonly double[] _key;
    private readonly int[] _rank;
    private readonly int[] _finite;
    private readonly Laid[] _laid;
    private int _at;

    /// <param name="capacity">Flows of all networks together.</param>
    public NetworkFold(int capacity)
    {
        (_slope, _width, _flow) = (new double[capacity], new double[capacity], new int[capacity]);
        (_key, _rank, _finite, _laid) = (new double[capacity], new int[capacity], new int[capacity], new Laid[capacity]);
    }

    private ref Laid Present => ref _laid[_at];

    /// <summary>Stretches in order of slope, endless ones left out.</summary>
    public int Count => Present.Count;

    public ReadOnlySpan<double> Slope => _slope.AsSpan(_at, Count);

    public ReadOnlySpan<double> Width => _width.AsSpan(_at, Count);

    /// <summary>The flow behind each stretch.</summary>
    public ReadOnlySpan<int> Flow => _flow.AsSpan(_at, Count);

    /// <summary>Slope of the endless stretch to the left; minus infinity if there is none.</summary>
    public double LeftSlope => Present.LeftSlope;

    /// <summary>Slope of the endless stretch to the right; plus infinity if there is none.</summary>
    public double RightSlope => Present.RightSlope;

    /// <summary>Where the finite stretches begin: the least z, or the end of the endless left stretch.</summary>
    public double Begin => Present.Begin;

    /// <summary>Cost at <see cref="Begin"/>.</summary>
    public double BeginCost => Present.BeginCost;

    /// <summary>Goes back to the network laid at a place.</summary>
    public void Open(int place) => _at = place;

    /// <summary>Lays out flows first .. last-1 at a place of as many numbers. False if selling and buying without end pays.</summary>
    public bool Lay(ReadOnlySpan<double> cost, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, int first, int last, int place = 0)
    {
        _at = place;
        double leftSlope = double.NegativeInfinity, rightSlope = double.PositiveInfinity;
        int count = 0;
        for (int f = first; f < last; f++)
        {
            if (!double.IsPositiveInfinity(upper[f]))
                _finite[count++] = f;
            else if (sign[f] > 0)
                rightSlope = Math.Min(rightSlope, cost[f]);
            else
                leftSlope = Math.Max(leftSlope, -cost[f]);
        }

        Present = new Laid(leftSlope, rightSlope, 0, 0, 0);
        if (leftSlope > rightSlope)
            return false;
        double begin = 0, beginCost = 0;
        for (int t = 0; t < count; t++)
        {
            int f = _finite[t];
            double slope = sign[f] > 0 ? cost[f] : -cost[f], from = sign[f] > 0 ? 0 : -upper[f];
            begin += from;
            beginCost += slope * from;
            if (slope < leftSlope)
                beginCost += (slope - leftSlope) * upper[f];
            _key[t] = Math.Min(Math.Max(slope, leftSlope), rightSlope);
        }

        Present = new Laid(leftSlope, rightSlope, begin, beginCost, count);
        Order(count, upper);
        return true;
    }

    /// <summary>The finite stretches in order of slope, then of flow.</summary>
    private void Order(int count, ReadOnlySpan<double> upper)
    {
        Ranks.Of(_key.AsSpan(0, count), _rank.AsSpan(0, count));
        for (int t = 0; t < count; t++)
        {
            int to = _at + _rank[t];
            (_slope[to], _width[to], _flow[to]) = (_key[t], upper[_finite[t]], _finite[t]);
        }
    }

    private readonly record struct Laid(double LeftSlope, double RightSlope, double Begin, double BeginCost, int Count);
}
