namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>Reads an answer of the relaxation: which choices it leaves open, which one to branch on, and which side it leans to.</summary>
internal sealed class OpenChoices(NodeWorker worker)
{
    /// <summary>A column this near to an end of a bridge, as a part of it, is on that end.</summary>
    private const double OnEnd = 1e-7;

    /// <summary>A column this near to a multiple, in steps, is on it.</summary>
    private const double OnMultiple = 1e-6;

    private const double Touching = 1e-9;

    private readonly ChoiceTable _table = worker.Table;

    /// <summary>Columns whose segment is open, whether they lie on a bridge or not.</summary>
    internal List<int> Columns { get; } = [];

    /// <summary>Columns with steps that do not lie on a multiple.</summary>
    internal List<int> Fractions { get; } = [];

    /// <summary>Whether some answer lies on a bridge or off a multiple, outside both alternatives, or has both of a pair.</summary>
    internal bool Any { get; private set; }

    /// <summary>The two children of the node, the one the answer leans to first; null when nothing is open.</summary>
    internal (Decision Towards, Decision Away)? Branch { get; private set; }

    /// <summary>Reads the answer.</summary>
    internal void Read(NodeState state, SolveResult result)
    {
        ReadOnlySpan<double> x = result.Solution.Columns.Values;
        Columns.Clear();
        Fractions.Clear();
        (Any, Branch) = (false, null);
        double best = -1;
        ReadColumns(state, x, ref best);
        ReadBoxes(state, result, ref best);
        ReadPairs(state, result, ref best);
        if (best < 0)
            ReadFractions(state, x, ref best);
        if (Branch is null && Columns.Count > 0)
            Branch = LeastClear(state, x);
    }

    private void ReadColumns(NodeState state, ReadOnlySpan<double> x, ref double best)
    {
        for (int j = 0; j < x.Length; j++)
        {
            if (state.IsSettled(j))
                continue;
            Columns.Add(j);
            (bool onBridge, double share, double score, Bridge bridge) = worker.Writer.EnvelopeOf(j).At(x[j]);
            if (!onBridge || share < OnEnd || share > 1 - OnEnd)
                continue;
            Any = true;
            score *= 1e200;
            if (score <= best)
                continue;
            best = score;
            Decision low = Decision.Keep(j, state.First[j], bridge.To - 1), high = Decision.Keep(j, bridge.To, state.Last[j]);
            Branch = share > 0.5 ? (high, low) : (low, high);
        }
    }

    private void ReadBoxes(NodeState state, SolveResult result, ref double best)
    {
        for (int b = 0; b < state.Box.Length; b++)
        {
            if (state.Box[b] != 0)
                continue;
            ChoiceEntry box = _table.Boxes[b];
            ReadOnlySpan<double> y = result.Values(box.On);
            double first = 0, second = 0;
            for (int i = 0; i < y.Length; i++)
            {
                first = Math.Max(first, Math.Max(box.First[i] - y[i], y[i] - box.Second[i]));
                second = Math.Max(second, Math.Max(box.Third[i] - y[i], y[i] - box.Fourth[i]));
            }

            if (Math.Min(first, second) <= Touching)
                continue;
            Any = true;
            double score = 1e290 * (1 + Math.Min(first, second));
            if (score <= best)
                continue;
            best = score;
            Branch = first <= second ? (Decision.Take(b, 1), Decision.Take(b, 2)) : (Decision.Take(b, 2), Decision.Take(b, 1));
        }
    }

    private void ReadPairs(NodeState state, SolveResult result, ref double best)
    {
        for (int p = 0; p < state.Pair.Length; p++)
        {
            ReadOnlySpan<double> first = result.Values(_table.Pairs[p].On), second = result.Values(_table.Pairs[p].Other);
            for (int i = 0; i < first.Length; i++)
            {
                double score = Math.Min(first[i], second[i]);
                if (state.Pair[p][i] != 0 || score <= Touching)
                    continue;
                Any = true;
                score = 1e280 * score;
                if (score <= best)
                    continue;
                best = score;
                Branch = first[i] > second[i] ? (Decision.Zero(p, i, 2), Decision.Zero(p, i, 1)) : (Decision.Zero(p, i, 1), Decision.Zero(p, i, 2));
            }
        }
    }

    private void ReadFractions(NodeState state, ReadOnlySpan<double> x, ref double best)
    {
        for (int j = 0; j < x.Length; j++)
        {
            double step = _table.Step[j];
            if (step == 0 || state.From(j) >= state.To(j))
                continue;
            double off = Math.Abs(x[j] - _table.Nearest(j, x[j])) / step;
            if (off <= OnMultiple)
                continue;
            Any = true;
            Fractions.Add(j);
            double score = off * step * step * (1e-6 + worker.Relaxed.Curvature[j]);
            if (score <= best)
                continue;
            best = score;
            Decision low = Decision.Between(j, double.NegativeInfinity, _table.Down(j, x[j])), high = Decision.Between(j, _table.Up(j, x[j]), double.PositiveInfinity);
            Branch = _table.Nearest(j, x[j]) > x[j] ? (high, low) : (low, high);
        }
    }

    /// <summary>Nothing lies on a bridge, yet a count does not hold: the open column whose sides are worth most nearly the same.</summary>
    private (Decision Towards, Decision Away)? LeastClear(NodeState state, ReadOnlySpan<double> x)
    {
        (int column, double least) = (-1, double.PositiveInfinity);
        foreach (int j in Columns)
        {
            double[] minima = worker.Bound.Minima[j];
            double low = double.PositiveInfinity, high = low;
            for (int s = state.First[j]; s <= state.Last[j] && s < minima.Length; s++)
                if (s <= state.First[j])
                    low = Math.Min(low, worker.Bound.Counts.Priced(j, s, worker.Prices));
                else
                    high = Math.Min(high, worker.Bound.Counts.Priced(j, s, worker.Prices));
            double difference = Math.Abs(high - low);
            if (column >= 0 && !(difference < least))
                continue;
            (column, least) = (j, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }

        if (column < 0)
            return null;
        int at = SegmentAt(state, column, x[column]), split = at > state.First[column] ? at : at + 1;
        Decision down = Decision.Keep(column, state.First[column], split - 1), up = Decision.Keep(column, split, state.Last[column]);
        return at >= split ? (up, down) : (down, up);
    }

    /// <summary>The possible segment that x lies in, or the nearest one.</summary>
    internal int SegmentAt(NodeState state, int j, double x)
    {
        (int best, double least) = (state.First[j], double.PositiveInfinity);
        for (int s = state.First[j]; s <= state.Last[j]; s++)
        {
            Segment segment = _table.Segments[j][s];
            double distance = Math.Max(0, Math.Max(segment.Lower - x, x - segment.Upper));
            // the cheaper of two that touch: a point beside an open interval
            if (distance < least - 1e-12 || (distance < least + 1e-12 && segment.Lower == segment.Upper))
                (best, least) = (s, distance);
        }

        return best;
    }
}
