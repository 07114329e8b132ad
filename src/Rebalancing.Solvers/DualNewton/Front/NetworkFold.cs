namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// A network of flows private to one coordinate, as a convex function of the distance z = sum of sign f that they make together:
/// <code>
///   cost(z) = min sum slope_f f    over 0 &lt;= f &lt;= upper_f with sum sign_f f = z
/// </code>
/// In t = sign f every flow is a stretch of constant slope; stretches are laid end to end in order of slope. An endless stretch to the left (selling
/// without limit) caps the slopes below it, one to the right those above it: what is worth selling and buying back is done at once and for all z.
/// </summary>
internal sealed class NetworkFold
{
    private readonly double[] _slope;
    private readonly double[] _width;
    private readonly int[] _flow;

    public NetworkFold(int capacity) => (_slope, _width, _flow) = (new double[capacity], new double[capacity], new int[capacity]);

    /// <summary>Stretches in order of slope, endless ones left out.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<double> Slope => _slope.AsSpan(0, Count);

    public ReadOnlySpan<double> Width => _width.AsSpan(0, Count);

    /// <summary>The flow behind each stretch.</summary>
    public ReadOnlySpan<int> Flow => _flow.AsSpan(0, Count);

    /// <summary>Slope of the endless stretch to the left; minus infinity if there is none.</summary>
    public double LeftSlope { get; private set; }

    /// <summary>Slope of the endless stretch to the right; plus infinity if there is none.</summary>
    public double RightSlope { get; private set; }

    /// <summary>Where the finite stretches begin: the least z, or the end of the endless left stretch.</summary>
    public double Begin { get; private set; }

    /// <summary>Cost at <see cref="Begin"/>.</summary>
    public double BeginCost { get; private set; }

    /// <summary>Lays out flows first .. last-1. False if selling and buying without end pays.</summary>
    public bool Lay(ReadOnlySpan<double> cost, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, int first, int last)
    {
        (LeftSlope, RightSlope) = (double.NegativeInfinity, double.PositiveInfinity);
        for (int f = first; f < last; f++)
        {
            if (!double.IsPositiveInfinity(upper[f]))
                continue;
            if (sign[f] > 0)
                RightSlope = Math.Min(RightSlope, cost[f]);
            else
                LeftSlope = Math.Max(LeftSlope, -cost[f]);
        }

        if (LeftSlope > RightSlope)
            return false;
        (Count, Begin, BeginCost) = (0, 0, 0);
        for (int f = first; f < last; f++)
            if (!double.IsPositiveInfinity(upper[f]))
                Add(f, sign[f] > 0 ? cost[f] : -cost[f], sign[f] > 0 ? 0 : -upper[f], upper[f]);
        return true;
    }

    /// <summary>One stretch from <paramref name="from"/>, in order of slope, then of flow.</summary>
    private void Add(int flow, double slope, double from, double width)
    {
        Begin += from;
        BeginCost += slope * from;
        double capped = slope;
        if (slope > RightSlope)
            capped = RightSlope;
        if (slope < LeftSlope)
        {
            capped = LeftSlope;
            BeginCost += (slope - capped) * width;
        }

        int to = Count++;
        for (; to > 0 && _slope[to - 1] > capped; to--)
            (_slope[to], _width[to], _flow[to]) = (_slope[to - 1], _width[to - 1], _flow[to - 1]);
        (_slope[to], _width[to], _flow[to]) = (capped, width, flow);
    }
}
