namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>What is still possible at a node: which segments and which range of every column, which alternatives, which members of pairs.</summary>
internal sealed class NodeState
{
    private readonly ChoiceTable _table;

    internal NodeState(ChoiceTable table)
    {
        _table = table;
        int n = table.Lower.Length;
        (First, Last, Lower, Upper) = (new int[n], new int[n], new double[n], new double[n]);
        Box = new int[table.Boxes.Count];
        Pair = [.. table.Pairs.Select(pair => new int[pair.On.Length])];
    }

    /// <summary>First segment of each column that is still possible.</summary>
    internal int[] First { get; }

    /// <summary>Last one.</summary>
    internal int[] Last { get; }

    /// <summary>Range of each column beside its segments.</summary>
    internal double[] Lower { get; }

    /// <inheritdoc cref="Lower"/>
    internal double[] Upper { get; }

    /// <summary>For each either-or 0 (open), 1 or 2.</summary>
    internal int[] Box { get; }

    /// <summary>For each pair word and coordinate 0 (open), or which member is at most 0.</summary>
    internal int[][] Pair { get; }

    /// <summary>Nothing is decided.</summary>
    internal void Reset()
    {
        Array.Clear(First);
        for (int j = 0; j < Last.Length; j++)
        {
            Last[j] = _table.Segments[j].Length - 1;
            Lower[j] = _table.Up(j, _table.Lower[j]);
            Upper[j] = _table.Down(j, _table.Upper[j]);
        }

        Array.Clear(Box);
        foreach (int[] pair in Pair)
            Array.Clear(pair);
    }

    internal void CopyFrom(NodeState other)
    {
        other.First.CopyTo(First, 0);
        other.Last.CopyTo(Last, 0);
        other.Lower.CopyTo(Lower, 0);
        other.Upper.CopyTo(Upper, 0);
        other.Box.CopyTo(Box, 0);
        for (int p = 0; p < Pair.Length; p++)
            other.Pair[p].CopyTo(Pair[p], 0);
    }

    internal void Apply(Decision decision)
    {
        int j = decision.Index;
        switch (decision.Kind)
        {
            case DecisionKind.Segments:
                First[j] = Math.Max(First[j], decision.First);
                Last[j] = Math.Min(Last[j], decision.Last);
                break;
            case DecisionKind.Range:
                Lower[j] = Math.Max(Lower[j], decision.Lower);
                Upper[j] = Math.Min(Upper[j], decision.Upper);
                break;
            case DecisionKind.Box:
                Box[j] = decision.First;
                break;
            default:
                Pair[j][decision.First] = decision.Last;
                break;
        }
    }

    /// <summary>Lower end of what column j may be.</summary>
    internal double From(int j) => Math.Max(Lower[j], _table.Segments[j][First[j]].Lower);

    /// <summary>Upper end of what column j may be.</summary>
    internal double To(int j) => Math.Min(Upper[j], _table.Segments[j][Last[j]].Upper);

    /// <summary>Whether one segment of column j is left.</summary>
    internal bool IsSettled(int j) => First[j] >= Last[j];

    /// <summary>Drops what the decisions exclude, until nothing follows any more. False: nothing is left.</summary>
    internal bool Propagate()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int j = 0; j < First.Length; j++)
                if (!Trim(j, ref changed))
                    return false;
            for (int c = 0; c < _table.Counts.Count; c++)
                if (!Count(c, ref changed))
                    return false;
            for (int s = 0; s < _table.Sums.Count; s++)
                if (!Sum(s, ref changed))
                    return false;
            foreach (LinearRow row in _table.Rows)
                if (!row.Narrow(this, _table, ref changed))
                    return false;
        }

        return true;
    }

    /// <summary>Segments outside the range go, and the range shrinks to what is left.</summary>
    private bool Trim(int j, ref bool changed)
    {
        Segment[] segments = _table.Segments[j];
        (int first, int last) = (First[j], Last[j]);
        while (first <= last && segments[first].Upper < Lower[j])
            first++;
        while (first <= last && segments[last].Lower > Upper[j])
            last--;
        if (first > last)
            return false;
        changed |= first != First[j] || last != Last[j];
        (First[j], Last[j]) = (first, last);
        return From(j) <= To(j);
    }

    /// <summary>When as many count as may, no other may; when as many could count as must, all do.</summary>
    private bool Count(int c, ref bool changed)
    {
        ChoiceEntry entry = _table.Counts[c];
        int start = _table.FirstColumn(entry), sure = 0, possible = 0;
        foreach (int i in entry.Members)
        {
            (bool some, bool all) = Counted(c, start + i);
            sure += all ? 1 : 0;
            possible += some ? 1 : 0;
        }

        bool most = entry.Kind == ChoiceKind.CountAtMost;
        if (most ? sure > entry.Number : possible < entry.Number)
            return false;
        if (most ? sure < entry.Number || possible == sure : possible > entry.Number || possible == sure)
            return true;
        foreach (int i in entry.Members)
        {
            (bool some, bool all) = Counted(c, start + i);
            if (some && !all)
                changed |= Narrow(start + i, 1UL << c, counted: !most);
        }

        return true;
    }

    private (bool Some, bool All) Counted(int c, int j)
    {
        bool some = false, all = true;
        for (int s = First[j]; s <= Last[j]; s++)
        {
            bool counts = (_table.Segments[j][s].Counted >> c & 1) != 0;
            some |= counts;
            all &= counts;
        }

        return (some, all);
    }

    /// <summary>Segments at either end that count (or do not) go; those between others stay.</summary>
    private bool Narrow(int j, ulong bit, bool counted)
    {
        (int first, int last) = (First[j], Last[j]);
        while (first < last && (_table.Segments[j][first].Counted & bit) != 0 != counted)
            first++;
        while (last > first && (_table.Segments[j][last].Counted & bit) != 0 != counted)
            last--;
        bool changed = first != First[j] || last != Last[j];
        (First[j], Last[j]) = (first, last);
        return changed;
    }

    /// <summary>Columns that must belong to a sum leave less room for the others.</summary>
    private bool Sum(int s, ref bool changed)
    {
        ChoiceEntry entry = _table.Sums[s];
        int start = _table.FirstColumn(entry);
        ulong bit = 1UL << s;
        double room = entry.Second[0];
        for (int i = 0; i < entry.On.Length; i++)
            if ((_table.Segments[start + i][First[start + i]].Summed & bit) != 0)
                room -= From(start + i) - _table.Zero(entry, i);
        if (room < -1e-9)
            return false;
        for (int i = 0; i < entry.On.Length; i++)
        {
            int j = start + i;
            while (Last[j] > First[j] && (_table.Segments[j][Last[j]].Summed & bit) != 0 && (_table.Segments[j][First[j]].Summed & bit) == 0
                && _table.Segments[j][Last[j]].Lower - _table.Zero(entry, i) > room + 1e-9)
            {
                Last[j]--;
                changed = true;
            }
        }

        return true;
    }
}
