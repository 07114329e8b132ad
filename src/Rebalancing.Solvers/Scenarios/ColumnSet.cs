namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Which columns move and which rest at a bound or a break. One pricing decides for all of them: a resting column whose own problem would gain by leaving moves from now on; a moving
/// one that sits at its resting point with a clear margin is put to rest there.
/// </summary>
internal sealed class ColumnSet
{
    private const int MostRests = 2;
    private const double ClearMargin = 0.3;
    private const int FewestMoving = 24;

    private readonly List<(double Gain, int Column)> _gains = [];
    private byte[] _rests = [];

    /// <summary>For each program column, whether it moves.</summary>
    internal bool[] Moving { get; private set; } = [];

    internal int Count { get; private set; }

    internal void Fit(ScenarioForm form)
    {
        Moving = Moving.Length == form.ProgramColumns ? Moving : new bool[form.ProgramColumns];
        _rests = _rests.Length == form.ProgramColumns ? _rests : new byte[form.ProgramColumns];
    }

    internal void BeginLevel() => Array.Clear(_rests);

    /// <summary>Only columns that cannot rest move.</summary>
    internal void Reset(ScenarioForm form)
    {
        for (int j = 0; j < form.ProgramColumns; j++)
            Moving[j] = !form.CanRest[j] && !form.IsThreshold[j];
        Recount();
    }

    /// <summary>What moved in another solve moves, and what cannot rest.</summary>
    internal void Take(ScenarioForm form, ReadOnlySpan<bool> moving)
    {
        for (int j = 0; j < form.ProgramColumns; j++)
            Moving[j] = !form.IsThreshold[j] && form.Lower[j] < form.Upper[j] && (moving[j] || !form.CanRest[j]);
        Recount();
    }

    /// <summary>Everything moves that can.</summary>
    internal bool AddAll(ScenarioForm form)
    {
        int before = Count;
        for (int j = 0; j < form.ProgramColumns; j++)
            Moving[j] = !form.IsThreshold[j] && form.Lower[j] < form.Upper[j];
        Recount();
        return Count > before;
    }

    /// <summary>Lets the resting columns move that gain most by it. Returns how many.</summary>
    internal int Add(ScenarioForm form, ScenarioBound bound, ReadOnlySpan<double> x, ReadOnlySpan<double> budgetPrices, double threshold, int most)
    {
        _gains.Clear();
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            if (Moving[j] || form.IsThreshold[j] || form.Lower[j] >= form.Upper[j])
                continue;
            double gain = bound.Cost(j, bound.Slopes[j], x[j], budgetPrices) - bound.Minimum(j, bound.Slopes[j], budgetPrices, out _);
            if (gain > threshold)
                _gains.Add((gain, j));
        }

        _gains.Sort(static (a, b) => a.Gain != b.Gain ? b.Gain.CompareTo(a.Gain) : a.Column.CompareTo(b.Column));
        int added = Math.Min(most, _gains.Count);
        for (int q = 0; q < added; q++)
            Moving[_gains[q].Column] = true;
        Count += added;
        return added;
    }

    /// <summary>Columns that rest at neither a bound nor a break are set where their own problem is least, or move where that is no such place. Returns whether there were any.</summary>
    internal bool RestElsewhere(ScenarioForm form, ScenarioBound bound, double[] x, ReadOnlySpan<double> budgetPrices)
    {
        bool any = false;
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            if (Moving[j] || !form.CanRest[j] || x[j] <= form.Lower[j] || x[j] >= form.Upper[j])
                continue;
            bool atBreak = false;
            for (int h = form.HingeStart[j]; h < form.HingeStart[j + 1]; h++)
                atBreak |= form.Hinges[h].At == x[j];
            if (atBreak)
                continue;
            bound.Minimum(j, bound.Slopes[j], budgetPrices, out double place);
            any = true;
            if (form.Curvature[j] > 0 || place < form.Lower[j] || place > form.Upper[j] || double.IsInfinity(place >= x[j] ? form.Upper[j] : form.Lower[j]))
                (Moving[j], Count) = (true, Count + 1);
            else
                x[j] = place;
        }

        return any;
    }

    /// <summary>
    /// Puts to rest the moving columns that are near the place where their own problem is least and that hold there by a margin; moves them onto it.
    /// How near is bounded by an even share of the whole; how clear is multiplied by <paramref name="caution"/>. Returns how many.
    /// </summary>
    internal int Rest(ScenarioForm form, ScenarioBound bound, double[] x, ReadOnlySpan<double> budgetPrices, double caution)
    {
        if (Count <= FewestMoving)
            return 0;
        double mean = 0;
        int movers = 0, widest = -1, rested = 0;
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            if (!Moving[j] || !form.CanRest[j])
                continue;
            mean += Math.Abs(bound.Slopes[j]);
            movers++;
            if (widest < 0 || RoomOf(form, x, j) > RoomOf(form, x, widest))
                widest = j;
        }

        mean /= Math.Max(1, movers);
        double share = 1.0 / Math.Max(1, form.Width);
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            if (!Moving[j] || !form.CanRest[j] || j == widest || _rests[j] >= MostRests || form.Curvature[j] > 0)
                continue;
            bound.Minimum(j, bound.Slopes[j], budgetPrices, out double place);
            double range = form.Upper[j] - form.Lower[j], reach = Math.Min(0.05 * (double.IsFinite(range) ? range : 1), share);
            if (!(Math.Abs(x[j] - place) < reach))
                continue;
            (double left, double right) = bound.Derivatives(j, bound.Slopes[j], place, budgetPrices);
            double margin = Math.Min(place <= form.Lower[j] ? double.PositiveInfinity : -left, place >= form.Upper[j] ? double.PositiveInfinity : right);
            if (!(margin > caution * ClearMargin * LargestStep(form, budgetPrices, j)) || !(margin > caution * ClearMargin * mean))
                continue;
            x[j] = place;
            Moving[j] = false;
            _rests[j]++;
            rested++;
        }

        Count -= rested;
        return rested;
    }

    /// <summary>Moving columns a hair from a break or bound at which their own problem is least are set onto it.</summary>
    internal void Snap(ScenarioForm form, ScenarioBound bound, double[] x, ReadOnlySpan<double> budgetPrices, double reach)
    {
        for (int j = 0; j < form.ProgramColumns; j++)
        {
            if (!Moving[j] || !form.CanRest[j] || form.Curvature[j] > 0)
                continue;
            bound.Minimum(j, bound.Slopes[j], budgetPrices, out double place);
            if (Math.Abs(x[j] - place) < reach)
                x[j] = place;
        }
    }

    private static double RoomOf(ScenarioForm form, double[] x, int j) => Math.Min(x[j] - form.Lower[j], form.Upper[j] - x[j]);

    /// <summary>Half the largest rise of slope at a break: for a cost on both sides the cost of a side.</summary>
    private static double LargestStep(ScenarioForm form, ReadOnlySpan<double> budgetPrices, int j)
    {
        double largest = 0;
        for (int h = form.HingeStart[j]; h < form.HingeStart[j + 1]; h++)
            largest = Math.Max(largest, form.Hinges[h].Weight + (form.Hinges[h].Budget >= 0 ? budgetPrices[form.Hinges[h].Budget] * form.Hinges[h].BudgetWeight : 0));
        return 0.5 * largest;
    }

    private void Recount()
    {
        Count = 0;
        foreach (bool moves in Moving)
            Count += moves ? 1 : 0;
    }
}
