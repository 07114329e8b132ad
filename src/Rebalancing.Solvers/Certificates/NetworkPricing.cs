using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// The least value of the Lagrangian over one coordinate and its flows together, at the multipliers of an answer, for flows with other upper limits than were solved with. The
/// difference between two sets of limits says by how much the answer's lower bound changes when the coordinate takes the other set: a branch is priced without solving it.
/// </summary>
internal sealed class NetworkPricing
{
    private const int Halvings = 60;

    private readonly StructuredProgram _program;
    private readonly ProgramBlock _flows;
    private readonly ProgramBlock _into;
    private readonly ProgramBlock _carrier;
    private readonly CoordinateMinimum _minimum;
    private readonly CoordinateMinimum _ofFlows;
    private readonly NetworkFold _fold;
    private readonly RecomputedPoint _point;
    private readonly LagrangianSlopes _slopes;
    private double[] _cost = [];
    private readonly double[] _lower;
    private readonly double[] _upper;

    public NetworkPricing(StructuredProgram program, Block flows)
    {
        (_program, _flows) = (program, program[flows]);
        _into = program.Blocks[_flows.BaseId];
        _carrier = program.Base(_into.Handle);
        _point = new RecomputedPoint(program);
        _slopes = new LagrangianSlopes(program, _point);
        (_minimum, _ofFlows) = (new CoordinateMinimum(program), new CoordinateMinimum(program));
        _fold = new NetworkFold(Math.Max(1, _flows.Length));
        (_lower, _upper) = (new double[_carrier.Length], new double[_carrier.Length]);
    }

    /// <summary>Takes the bounds of the coordinates as they are now: with every branch open, before a search narrows them.</summary>
    public void TakeBounds()
    {
        for (int i = 0; i < _lower.Length; i++) (_lower[i], _upper[i]) = _minimum.Range(_carrier, i);
    }

    /// <summary>Takes the multipliers of an answer.</summary>
    public void Load(Solution solution)
    {
        _point.Take(solution);
        _slopes.FindWithoutNetworks(solution);
        _minimum.Collect(_carrier, solution, objectiveCounts: true);
        _ofFlows.Collect(_flows, solution, objectiveCounts: true);
        _cost = [.. _slopes.Of(_flows)];
        for (int f = 0; f < _cost.Length; f++) _cost[f] = _ofFlows.Derivative(f, _cost[f], 0, fromRight: true);
    }

    /// <summary>The least value over coordinate <paramref name="i"/>, moved by flows first .. last-1 under these upper limits; infinite if nothing is possible.</summary>
    /// <param name="i">Coordinate of the block that the flows move.</param>
    /// <param name="first">Its first flow; equal to <paramref name="last"/> where it has none, and then it moves freely up to <paramref name="most"/>.</param>
    /// <param name="last">One past its last flow.</param>
    /// <param name="upper">Upper limits, one for every flow of the block.</param>
    /// <param name="most">Largest distance it may be moved.</param>
    public double Minimum(int i, int first, int last, ReadOnlySpan<double> upper, double most)
    {
        double origin = _into.Origin.Length == 0 ? 0 : _into.Origin[i], slope = _slopes.Of(_carrier)[i];
        if (last > first && !_fold.Lay(_cost, _flows.Sign, upper, first, last)) return double.NegativeInfinity;
        double a = _lower[i] - origin, b = Math.Min(_upper[i] - origin, most);
        if (last > first)
        {
            if (double.IsInfinity(_fold.LeftSlope)) a = Math.Max(a, _fold.Begin);
            if (double.IsInfinity(_fold.RightSlope)) b = Math.Min(b, _fold.Begin + Sum(_fold.Width));
        }
        if (a > b) return double.PositiveInfinity;
        if (double.IsInfinity(a)) a = Expand(i, slope, origin, Math.Min(0, b), -1, last > first);
        if (double.IsInfinity(b)) b = Expand(i, slope, origin, Math.Max(0, a), +1, last > first);
        for (int step = 0; step < Halvings; step++)
        {
            double middle = 0.5 * (a + b);
            if (Slope(i, slope, origin, middle, last > first) < 0) a = middle;
            else b = middle;
        }
        double at = 0.5 * (a + b);
        return _minimum.Value(i, slope, origin + at) + (last > first ? Cost(at) : 0);
    }

    /// <summary>Doubles the distance until the slope turns; a thousand accounts is far enough for a bound that nothing else limits.</summary>
    private double Expand(int i, double slope, double origin, double from, int direction, bool network)
    {
        double width = 1e-3;
        while (width < 1e3 && direction * Slope(i, slope, origin, from + (direction * width), network) < 0) width *= 2;
        return from + (direction * width);
    }

    private double Slope(int i, double slope, double origin, double z, bool network) => _minimum.Derivative(i, slope, origin + z, fromRight: true) + (network ? CostSlope(z) : 0);

    private double CostSlope(double z)
    {
        double left = z - _fold.Begin;
        if (left < 0) return _fold.LeftSlope;
        for (int s = 0; s < _fold.Count; s++)
        {
            if (left < _fold.Width[s]) return _fold.Slope[s];
            left -= _fold.Width[s];
        }
        return double.IsFinite(_fold.RightSlope) ? _fold.RightSlope : 0;
    }

    private double Cost(double z)
    {
        double left = z - _fold.Begin, cost = _fold.BeginCost;
        if (left < 0) return cost + (_fold.LeftSlope * left);
        for (int s = 0; s < _fold.Count; s++)
        {
            double part = Math.Min(left, _fold.Width[s]);
            cost += _fold.Slope[s] * part;
            left -= part;
            if (left <= 0) return cost;
        }
        return double.IsFinite(_fold.RightSlope) ? cost + (_fold.RightSlope * left) : cost;
    }

    private static double Sum(ReadOnlySpan<double> widths)
    {
        double sum = 0;
        foreach (double width in widths) sum += width;
        return sum;
    }
}
