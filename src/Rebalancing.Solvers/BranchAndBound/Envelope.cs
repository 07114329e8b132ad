namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The largest convex function below  curvature/2 (x - centre)^2 + cost_s on segment s, for one column: arcs on segments and bridges between them.
/// Written as breaks and slope steps, the arcs by tangents: the relaxation that uses it only has to find good multipliers, what they prove is
/// computed exactly by <see cref="SeparableBound"/>.
/// </summary>
internal sealed class Envelope
{
    private readonly List<Bridge> _bridges = [];
    private readonly List<(double Lower, double Upper, double Cost, int Index)> _hull = [];
    private readonly List<Bridge> _stack = [];
    private double _curvature;
    private double _centre;

    /// <summary>The straight pieces, ascending.</summary>
    internal IReadOnlyList<Bridge> Bridges => _bridges;

    /// <summary>Finds the bridges between the segments that are possible at a node.</summary>
    /// <param name="table">The segments.</param>
    /// <param name="state">What is possible.</param>
    /// <param name="column">Whose.</param>
    /// <param name="curvature">Curvature that the envelope takes; not negative.</param>
    /// <param name="centre">Where the parabola has its least value.</param>
    /// <param name="prices">Price of each count.</param>
    internal void Build(ChoiceTable table, NodeState state, int column, double curvature, double centre, ReadOnlySpan<double> prices)
    {
        (_curvature, _centre) = (Math.Max(curvature, 1e-12), centre);
        _hull.Clear();
        _stack.Clear();
        for (int s = state.First[column]; s <= state.Last[column]; s++)
        {
            Segment segment = table.Segments[column][s];
            double cost = segment.Cost;
            for (int c = 0; c < prices.Length; c++)
                if ((segment.Counted >> c & 1) != 0)
                    cost += prices[c];
            (double lower, double upper) = (Math.Max(segment.Lower, state.Lower[column]), Math.Min(segment.Upper, state.Upper[column]));
            if (lower <= upper)
                Push((lower, upper, cost, s));
        }

        _bridges.Clear();
        _bridges.AddRange(_stack);
    }

    /// <summary>Keeps the slopes of the bridges ascending: a segment between two bridges that would cross is above the straight line past it.</summary>
    private void Push((double Lower, double Upper, double Cost, int Index) segment)
    {
        while (_hull.Count > 0)
        {
            Bridge bridge = Between(_hull[^1], segment);
            if (_stack.Count == 0 || _stack[^1].Slope < bridge.Slope)
            {
                _stack.Add(bridge);
                break;
            }

            _stack.RemoveAt(_stack.Count - 1);
            _hull.RemoveAt(_hull.Count - 1);
        }

        _hull.Add(segment);
    }

    /// <summary>
    /// The slope g at which both segments give min p(x) - g x the same value, by Newton's method: the difference rises with g at rate x_right - x_left.
    /// </summary>
    private Bridge Between((double Lower, double Upper, double Cost, int Index) left, (double Lower, double Upper, double Cost, int Index) right)
    {
        double g = SlopeAt(left.Upper < right.Lower ? 0.5 * (Finite(left.Upper, right.Lower) + Finite(right.Lower, left.Upper)) : right.Lower);
        double low = 0, high = 0;
        for (int step = 0; step < 40; step++)
        {
            (low, high) = (BestIn(left, g), BestIn(right, g));
            double difference = Value(left.Cost, low) - (g * low) - Value(right.Cost, high) + (g * high);
            if (high - low <= 1e-15 * (1 + Math.Abs(high)))
                break;
            double change = -difference / (high - low);
            g += change;
            if (Math.Abs(change) <= 1e-13 * (1e-6 + Math.Abs(g)))
                break;
        }

        return new Bridge(left.Index, right.Index, low, high, g);
    }

    private static double Finite(double x, double other) => double.IsFinite(x) ? x : double.IsFinite(other) ? other : 0;

    private double SlopeAt(double x) => _curvature * (x - _centre);

    private double Value(double cost, double x) => cost + (0.5 * _curvature * (x - _centre) * (x - _centre));

    private double BestIn((double Lower, double Upper, double Cost, int Index) segment, double slope) =>
        Math.Clamp(_centre + (slope / _curvature), Math.Max(segment.Lower, -1e9), Math.Min(segment.Upper, 1e9));

    /// <summary>
    /// Whether x lies on a bridge, how far along it (1 = wholly on the upper segment), and what leaving it costs at x: to be on the upper segment where x
    /// is, or to move to the bridge's lower end, or the other way round, whichever side is the dearer first.
    /// </summary>
    internal (bool OnBridge, double Share, double Score, Bridge Bridge) At(double x)
    {
        foreach (Bridge bridge in _bridges)
        {
            if (x <= bridge.Low || x >= bridge.High)
                continue;
            double share = (x - bridge.Low) / (bridge.High - bridge.Low);
            double width = bridge.High - bridge.Low, parabola = 0.5 * _curvature;
            double down = (parabola * (x - bridge.Low) * (x - bridge.Low)) + (share * (1 - share) * CostStep(bridge));
            double up = (parabola * (bridge.High - x) * (bridge.High - x)) + ((1 - share) * (1 - share) * CostStep(bridge));
            return (true, share, (Math.Max(down, 1e-300) * Math.Max(up, 1e-300)) + (1e-30 * width * share * (1 - share)), bridge);
        }

        return (false, 0, 0, default);
    }

    private double CostStep(Bridge bridge)
    {
        double from = 0, to = 0;
        foreach ((_, _, double cost, int index) in _hull)
        {
            from = index == bridge.From ? cost : from;
            to = index == bridge.To ? cost : to;
        }

        return Math.Abs(to - from);
    }

    /// <summary>Writes the envelope as a first slope and exactly <paramref name="breaks"/>.Length breaks with their slope steps, ascending.</summary>
    internal double Write(double lower, double upper, Span<double> breaks, Span<double> steps)
    {
        int written = 0, arcs = _bridges.Count + 1;
        double from = double.IsFinite(lower) ? lower : Anchor(first: true), slope = 0, firstSlope = 0;
        for (int k = 0; k < arcs; k++)
        {
            double to = k < _bridges.Count ? _bridges[k].Low : double.IsFinite(upper) ? upper : Anchor(first: false);
            int tangents = Math.Max(1, ((breaks.Length - (2 * _bridges.Count)) / arcs) + 1);
            if (to <= from)
                tangents = 0;
            for (int t = 0; t < tangents; t++)
            {
                double place = Place(from, to, t, tangents, denseLeft: k > 0);
                double next = SlopeAt(place);
                if (k == 0 && t == 0)
                    firstSlope = next;
                else
                    Add(t == 0 ? from : 0.5 * (place + Place(from, to, t - 1, tangents, k > 0)), next - slope, breaks, steps, ref written);
                slope = next;
            }

            if (k == _bridges.Count)
                break;
            if (k == 0 && tangents == 0)
                firstSlope = _bridges[k].Slope;
            else
                Add(_bridges[k].Low, _bridges[k].Slope - slope, breaks, steps, ref written);
            (slope, from) = (_bridges[k].Slope, _bridges[k].High);
        }

        double end = written > 0 ? breaks[written - 1] : from;
        for (; written < breaks.Length; written++)
            (breaks[written], steps[written]) = (end, 0);
        return firstSlope;
    }

    /// <summary>Where an endless arc is written from.</summary>
    private double Anchor(bool first) => _bridges.Count == 0 ? _centre : first ? _bridges[0].Low - 1 : _bridges[^1].High + 1;

    private static double Place(double from, double to, int t, int count, bool denseLeft)
    {
        if (count == 1)
            return denseLeft ? from : to;
        double share = (double)t / (count - 1);
        return denseLeft ? from + ((to - from) * share * share) : to - ((to - from) * (1 - share) * (1 - share));
    }

    private static void Add(double at, double step, Span<double> breaks, Span<double> steps, ref int written)
    {
        if (written == breaks.Length)
            return;
        double place = written > 0 ? Math.Max(at, breaks[written - 1]) : at;
        (breaks[written], steps[written]) = (place, Math.Max(0, step));
        written++;
    }
}
