namespace Rebalancing.Solvers;

/// <summary>A program of the same words as another, without its choices and with numbers of its own. Maps and matrices are shared.</summary>
/// <remarks>
/// Images can be left out (<c>without</c>, by the blocks' ids): their blocks stay, so that ids and numbering are the source's, but they are images of nothing, and no function or bound on them is copied.
/// Norms can be left out: their squares stay as functions of the objective, at weight zero.
/// </remarks>
internal static class ProgramCopy
{
    internal static StructuredProgram Of(StructuredProgram source, IReadOnlySet<int>? without = null, bool withNorms = true)
    {
        var copy = new StructuredProgram();
        foreach (ProgramBlock block in source.Blocks)
            copy.Blocks.Add(new ProgramBlock(block.Id, block.Kind, block.Length, block.Label, block.Owner)
            {
                BaseId = block.BaseId,
                Origin = [.. block.Origin],
                Parts = IsLeftOut(without, block.Id) ? [] : [.. block.Parts],
                Coordinate = [.. block.Coordinate],
                Sign = [.. block.Sign],
                Upper = [.. block.Upper],
            });
        foreach (FunctionEntry entry in Kept(source, without))
            copy.Functions.Add(new FunctionEntry(entry.Kind, entry.On, entry.Owner) { Budget = entry.Budget, Norm = withNorms ? entry.Norm : -1, Matrix = entry.Matrix });
        foreach (BoundEntry bound in source.Bounds)
            if (!IsLeftOut(without, source.Base(bound.On).Id))
                copy.Bounds.Add(new BoundEntry(bound.On, bound.Owner, bound.ShapesOnly));
        foreach (BudgetEntry budget in source.Budgets)
            copy.Budgets.Add(new BudgetEntry(budget.Owner));
        for (int k = 0; k < source.Norms.Count && withNorms; k++)
            copy.Norms.Add(new NormEntry(source.Norms[k].Owner, source.Norms[k].RadiusBlock));
        Refresh(copy, source, without);
        copy.Number();
        return copy;
    }

    /// <summary>Pours the source's present numbers into its copy, which was made without the same images.</summary>
    internal static void Refresh(StructuredProgram copy, StructuredProgram source, IReadOnlySet<int>? without = null)
    {
        for (int b = 0; b < source.Blocks.Count; b++)
            RefreshBlock(copy.Blocks[b], source.Blocks[b], copy);
        int to = 0;
        foreach (FunctionEntry entry in source.Functions)
            if (!IsLeftOut(without, source.Base(entry.On).Id))
                RefreshFunction(copy.Functions[to++], entry, copy);
        to = 0;
        foreach (BoundEntry bound in source.Bounds)
        {
            if (IsLeftOut(without, source.Base(bound.On).Id))
                continue;
            BoundEntry copied = copy.Bounds[to++];
            copied.Fit(bound.On);
            bound.Lower.CopyTo(copied.Lower, 0);
            bound.Upper.CopyTo(copied.Upper, 0);
        }

        for (int k = 0; k < source.Budgets.Count; k++)
            copy.Budgets[k].Limit = source.Budgets[k].Limit;
        for (int k = 0; k < copy.Norms.Count; k++)
            copy.Norms[k].Radius = source.Norms[k].Radius;
    }

    private static bool IsLeftOut(IReadOnlySet<int>? without, int block) => without is not null && without.Contains(block);

    private static IEnumerable<FunctionEntry> Kept(StructuredProgram source, IReadOnlySet<int>? without) =>
        source.Functions.Where(entry => !IsLeftOut(without, source.Base(entry.On).Id));

    private static void RefreshBlock(ProgramBlock to, ProgramBlock from, StructuredProgram copy)
    {
        from.Origin.CopyTo(to.Origin, 0);
        if (to.Parts.Length == from.Parts.Length)
            from.Parts.CopyTo(to.Parts, 0);
        if (!from.Coordinate.AsSpan().SequenceEqual(to.Coordinate) || !from.Sign.AsSpan().SequenceEqual(to.Sign))
        {
            to.Length = from.Length;
            (to.Coordinate, to.Sign, to.Upper) = ([.. from.Coordinate], [.. from.Sign], new double[from.Length]);
            copy.StructureVersion++;
        }

        from.Upper.CopyTo(to.Upper, 0);
    }

    private static void RefreshFunction(FunctionEntry to, FunctionEntry from, StructuredProgram copy)
    {
        (to.Scalar, to.Weight, to.BudgetWeight) = (from.Scalar, from.Weight, from.BudgetWeight);
        if (to.Kind != from.Kind)
            return;
        to.Fit(from.On);
        if (!from.Start.AsSpan().SequenceEqual(to.Start))
        {
            to.Start = [.. from.Start];
            copy.StructureVersion++;
        }

        to.First = Copied(from.First, to.First);
        to.Second = Copied(from.Second, to.Second);
        to.Third = Copied(from.Third, to.Third);
    }

    private static double[] Copied(double[] from, double[] to)
    {
        if (to.Length != from.Length)
            return [.. from];
        from.CopyTo(to, 0);
        return to;
    }
}
