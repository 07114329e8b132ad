namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>Cuts the line of one column at every place where the meaning of a choice changes and keeps what is allowed.</summary>
internal sealed class SegmentCutter(StructuredProgram program, ChoiceTable table, List<ChoiceEntry> others)
{
    private readonly List<(ChoiceEntry Entry, int Bit)> _said = [];
    private readonly List<double> _cuts = [];
    private readonly List<Segment> _found = [];
    private ProgramBlock? _block;
    private HashSet<int>[] _members = [];
    private double _end;

    /// <summary>From here on columns of this block are cut.</summary>
    internal void Begin(ProgramBlock block)
    {
        _block = block;
        _said.Clear();
        foreach (ChoiceEntry entry in others)
            if (program.Base(entry.On).Id == block.Id && entry.Kind != ChoiceKind.Multiples)
                _said.Add((entry, -1));
        for (int c = 0; c < table.Counts.Count; c++)
            if (program.Base(table.Counts[c].On).Id == block.Id)
                _said.Add((table.Counts[c], c));
        for (int s = 0; s < table.Sums.Count; s++)
            if (program.Base(table.Sums[s].On).Id == block.Id)
                _said.Add((table.Sums[s], s));
        _members = [.. _said.Select(said => new HashSet<int>(said.Entry.Members))];
    }

    /// <summary>The segments of coordinate i within the bounds, ascending; empty when nothing is allowed.</summary>
    internal Segment[] Cut(int i, double lower, double upper)
    {
        int column = _block!.Start + i;
        (lower, upper) = (table.Up(column, lower), table.Down(column, upper));
        _cuts.Clear();
        _found.Clear();
        for (int e = 0; e < _said.Count; e++)
            AddCuts(e, i);
        _cuts.Sort();
        double from = double.NegativeInfinity;
        foreach (double cut in _cuts)
        {
            if (cut == from)
                continue;
            Add(i, column, from, cut, lower, upper);
            Add(i, column, cut, cut, lower, upper);
            from = cut;
        }

        Add(i, column, from, double.PositiveInfinity, lower, upper);
        return [.. _found];
    }

    private void AddCuts(int e, int i)
    {
        ChoiceEntry entry = _said[e].Entry;
        double zero = table.Zero(entry, i);
        switch (entry.Kind)
        {
            case ChoiceKind.ZeroOrAtLeast when entry.First[i] > 0 || entry.Second[i] > 0:
                _cuts.AddRange([zero - entry.Second[i], zero, zero + entry.First[i]]);
                break;
            case ChoiceKind.FixedCost when entry.First[i] > 0 || entry.Second[i] > 0:
                _cuts.Add(zero);
                break;
            case ChoiceKind.CountAtMost when _members[e].Contains(i):
                _cuts.Add(zero);
                break;
            case ChoiceKind.CountAtLeast when _members[e].Contains(i):
                _cuts.AddRange([zero - entry.First[0], zero + entry.First[0]]);
                break;
            case ChoiceKind.SumAbove:
                _cuts.Add(zero + entry.First[0]);
                break;
            default:
                break;
        }
    }

    /// <summary>The open interval between two cuts, or a cut itself, within the bounds; joined to its neighbour where both mean the same.</summary>
    private void Add(int i, int column, double from, double to, double lower, double upper)
    {
        double inside = from == to ? from
            : double.IsInfinity(from) && double.IsInfinity(to) ? 0
            : double.IsInfinity(from) ? to - 1
            : double.IsInfinity(to) ? from + 1
            : 0.5 * (from + to);
        if (!Allowed(i, inside))
            return;
        (double a, double b) = (table.Up(column, Math.Max(from, lower)), table.Down(column, Math.Min(to, upper)));
        double step = table.Step[column];
        if (from < to && step > 0)
            (a, b) = (a <= from ? a + step : a, b >= to ? b - step : b);
        if (a > b || (from < to && a == b && (a == from || a == to)))
            return;
        Segment segment = Meaning(i, inside) with { Lower = a, Upper = b };
        if (_found.Count > 0 && _end == from && _found[^1].MeansTheSame(segment))
            _found[^1] = _found[^1] with { Upper = b };
        else
            _found.Add(segment);
        _end = to;
    }

    private bool Allowed(int i, double x)
    {
        foreach ((ChoiceEntry entry, _) in _said)
        {
            if (entry.Kind != ChoiceKind.ZeroOrAtLeast)
                continue;
            double z = x - table.Zero(entry, i);
            if ((z > 0 && x < table.Zero(entry, i) + entry.First[i]) || (z < 0 && x > table.Zero(entry, i) - entry.Second[i]))
                return false;
        }

        return true;
    }

    private Segment Meaning(int i, double x)
    {
        double cost = 0;
        ulong counted = 0, summed = 0;
        double[] charges = [];
        for (int e = 0; e < _said.Count; e++)
        {
            (ChoiceEntry entry, int bit) = _said[e];
            double z = x - table.Zero(entry, i);
            switch (entry.Kind)
            {
                case ChoiceKind.FixedCost when z != 0:
                    double paid = z > 0 ? entry.First[i] : entry.Second[i];
                    cost += entry.Weight * paid;
                    if (entry.Budget < 0 || paid == 0)
                        break;
                    if (charges.Length == 0)
                        charges = new double[program.BudgetCount];
                    charges[entry.Budget] += entry.BudgetWeight * paid;
                    break;
                case ChoiceKind.CountAtMost when z != 0 && _members[e].Contains(i):
                    counted |= 1UL << bit;
                    break;
                case ChoiceKind.CountAtLeast when (z >= entry.First[0] || z <= -entry.First[0] || x == table.Zero(entry, i) + entry.First[0]) && _members[e].Contains(i):
                    counted |= 1UL << bit;
                    break;
                case ChoiceKind.SumAbove when x > table.Zero(entry, i) + entry.First[0]:
                    summed |= 1UL << bit;
                    break;
                default:
                    break;
            }
        }

        return new Segment(x, x, cost, counted, summed, charges);
    }
}
