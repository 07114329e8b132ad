namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>Writes the numbers of a node into the relaxation: ranges, envelopes, what alternatives, pairs, sums and fixed costs leave.</summary>
internal sealed class RelaxationWriter(RelaxedProgram relaxed)
{
    /// <summary>Share of a column's curvature that its envelope takes. The rest stays, so that every column moves smoothly with its price.</summary>
    private const double EnvelopeShare = 0.9;

    private readonly StructuredProgram _program = relaxed.Program;
    private readonly ChoiceTable _table = relaxed.Table;
    private readonly Envelope[] _envelopes = [.. relaxed.Curvature.Select(_ => new Envelope())];

    /// <summary>The envelope of a column, as written last.</summary>
    internal Envelope EnvelopeOf(int column) => _envelopes[column];

    /// <summary>Takes up the source's present numbers; before the first node of a solve.</summary>
    internal void Refresh()
    {
        relaxed.Refresh();
        foreach (ChoiceBlock block in relaxed.Columns)
            if (block.Fit(_table.Segments))
                _program.StructureVersion++;
    }

    /// <summary>Writes one node.</summary>
    /// <param name="state">What is possible there.</param>
    /// <param name="prices">Price of each count.</param>
    internal void Write(NodeState state, ReadOnlySpan<double> prices)
    {
        foreach ((FunctionEntry entry, double[] whole) in relaxed.Curved)
            whole.CopyTo(entry.First, 0);
        foreach (ChoiceBlock block in relaxed.Columns)
            WriteColumns(block, state, prices);
        for (int b = 0; b < relaxed.Boxes.Count; b++)
            WriteBox(relaxed.Boxes[b], _table.Boxes[b], state.Box[b]);
        for (int p = 0; p < relaxed.Pairs.Count; p++)
            for (int i = 0; i < state.Pair[p].Length; i++)
            {
                relaxed.Pairs[p].First.Upper[i] = state.Pair[p][i] == 1 ? 0 : double.PositiveInfinity;
                relaxed.Pairs[p].Second.Upper[i] = state.Pair[p][i] == 2 ? 0 : double.PositiveInfinity;
            }

        for (int s = 0; s < relaxed.Sums.Count; s++)
            WriteSum(s, state);
        WriteCharges(state);
    }

    /// <summary>States the ranges of a settled node, written before, as bounds of those whose choices they are; the program's own bounds and rows say the rest.</summary>
    internal void WriteOwners(NodeState settled)
    {
        foreach (ChoiceBlock block in relaxed.Columns)
            for (int i = 0; i < block.Block.Length; i++)
            {
                int j = block.Block.Start + i;
                Segment segment = _table.Segments[j][settled.First[j]];
                bool isMultiple = _table.Step[j] > 0;
                double from = block.Range.Lower[i], to = block.Range.Upper[i];
                if (from > _table.Lower[j] && Owned(block, j, from, isMultiple && from > segment.Lower) is { } below)
                    (below.Lower[i], block.Range.Lower[i]) = (from, double.NegativeInfinity);
                if (to < _table.Upper[j] && Owned(block, j, to, isMultiple && to < segment.Upper) is { } above)
                    (above.Upper[i], block.Range.Upper[i]) = (to, double.PositiveInfinity);
            }
    }

    private BoundEntry? Owned(ChoiceBlock block, int column, double end, bool isMultiple) =>
        _table.OwnerOfEnd(column, end, isMultiple) is >= 0 and var owner ? Array.Find(block.Owned, bound => bound.Owner == owner) : null;

    private void WriteColumns(ChoiceBlock block, NodeState state, ReadOnlySpan<double> prices)
    {
        FunctionEntry pieces = block.Pieces;
        foreach (BoundEntry owned in block.Owned)
        {
            owned.Lower.AsSpan().Fill(double.NegativeInfinity);
            owned.Upper.AsSpan().Fill(double.PositiveInfinity);
        }

        for (int i = 0; i < block.Block.Length; i++)
        {
            int j = block.Block.Start + i;
            (block.Range.Lower[i], block.Range.Upper[i]) = (state.From(j), state.To(j));
            if (pieces.Start[i + 1] == pieces.Start[i])
                continue;
            Span<double> breaks = pieces.Second.AsSpan(pieces.Start[i], ChoiceBlock.Breaks), steps = pieces.Third.AsSpan(pieces.Start[i], ChoiceBlock.Breaks);
            Envelope envelope = _envelopes[j];
            envelope.Build(_table, state, j, EnvelopeShare * relaxed.Curvature[j], relaxed.Centre[j], prices);
            if (envelope.Bridges.Count == 0)
            {
                pieces.First[i] = 0;
                steps.Clear();
                continue;
            }

            pieces.First[i] = envelope.Write(state.From(j), state.To(j), breaks, steps);
            foreach ((FunctionEntry entry, double[] whole) in relaxed.Curved)
                if (_program.Base(entry.On).Id == block.Block.Id)
                    entry.First[i] = (1 - EnvelopeShare) * whole[i];
        }
    }

    private static void WriteBox(BoundEntry bounds, ChoiceEntry box, int taken)
    {
        for (int i = 0; i < bounds.Lower.Length; i++)
        {
            bounds.Lower[i] = taken == 1 ? box.First[i] : taken == 2 ? box.Third[i] : Math.Min(box.First[i], box.Third[i]);
            bounds.Upper[i] = taken == 1 ? box.Second[i] : taken == 2 ? box.Fourth[i] : Math.Max(box.Second[i], box.Fourth[i]);
        }
    }

    /// <summary>
    /// What a column adds to a conditional sum: x where it surely belongs, nothing where it surely does not, and in between the line from the last
    /// place where it does not to the far end where it does.
    /// </summary>
    private void WriteSum(int s, NodeState state)
    {
        (int budget, FunctionEntry kinks) = relaxed.Sums[s];
        ChoiceEntry entry = _table.Sums[s];
        _program.Budgets[budget].Limit = entry.Second[0];
        ulong bit = 1UL << s;
        int start = _table.FirstColumn(entry);
        for (int i = 0; i < entry.On.Length; i++)
        {
            int j = start + i;
            double zero = _table.Zero(entry, i), free = double.NegativeInfinity;
            for (int k = state.First[j]; k <= state.Last[j]; k++)
                if ((_table.Segments[j][k].Summed & bit) == 0)
                    free = Math.Min(_table.Segments[j][k].Upper, state.Upper[j]) - zero;
            bool belongs = (_table.Segments[j][state.Last[j]].Summed & bit) != 0;
            double end = state.To(j) - zero, slope = !belongs || double.IsInfinity(end) ? 0 : double.IsInfinity(free) ? 1 : end > free ? end / (end - free) : 0;
            (kinks.First[i], kinks.Second[i], kinks.Third[i]) = double.IsInfinity(free) ? (0.0, slope, slope) : (free, 0.0, slope);
        }
    }

    /// <summary>
    /// A fixed cost charged to a budget: whole where it is surely paid (taken off the limit), otherwise the line from nothing at zero to the whole at
    /// the far end.
    /// </summary>
    private void WriteCharges(NodeState state)
    {
        foreach ((ChoiceEntry cost, FunctionEntry kinks) in relaxed.Charges)
        {
            int start = _table.FirstColumn(cost);
            for (int i = 0; i < cost.On.Length; i++)
            {
                int j = start + i;
                double zero = _table.Zero(cost, i), from = state.From(j) - zero, to = state.To(j) - zero;
                bool mayBeZero = MayBe(j, zero, state);
                kinks.Second[i] = mayBeZero && from < 0 && double.IsFinite(from) ? cost.Second[i] / from : 0;
                kinks.Third[i] = mayBeZero && to > 0 && double.IsFinite(to) ? cost.First[i] / to : 0;
            }
        }

        if (relaxed.Charges.Count == 0)
            return;
        for (int b = 0; b < _program.Budgets.Count; b++)
            if (relaxed.Charges.Exists(charge => charge.Cost.Budget == b))
                _program.Budgets[b].Limit = relaxed.LimitOf(b) - SurelyPaid(b, state);
    }

    private bool MayBe(int j, double x, NodeState state)
    {
        for (int k = state.First[j]; k <= state.Last[j]; k++)
            if (_table.Segments[j][k] is var segment && segment.Lower <= x && segment.Upper >= x && segment.Charges.Length == 0)
                return state.Lower[j] <= x && state.Upper[j] >= x;
        return false;
    }

    /// <summary>The least fixed cost that each column pays whatever is chosen.</summary>
    private double SurelyPaid(int budget, NodeState state)
    {
        double sum = 0;
        for (int j = 0; j < state.First.Length; j++)
        {
            double least = double.PositiveInfinity;
            for (int k = state.First[j]; k <= state.Last[j]; k++)
                least = Math.Min(least, _table.Segments[j][k].Charges is { Length: > 0 } charges ? charges[budget] : 0);
            sum += least;
        }

        return sum;
    }
}
