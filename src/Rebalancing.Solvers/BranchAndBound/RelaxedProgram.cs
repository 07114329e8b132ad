namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The convex program under the nodes: the words of the program, covariances under choices split into a diagonal and a rest, and words of its own
/// whose numbers <see cref="RelaxationWriter"/> sets for each node.
/// <code>
///   q/2 x^2 + choices on x   becomes   (1 - t) q/2 x^2 + convex envelope of (t q/2 x^2 + fixed costs on segments)
/// </code>
/// </summary>
internal sealed class RelaxedProgram
{
    private readonly StructuredProgram _source;
    private readonly List<(FunctionEntry Entry, FunctionEntry Covariance, double[] Diagonal)> _split = [];

    internal RelaxedProgram(StructuredProgram source, ChoiceTable table, DiagonalCache diagonals)
    {
        (_source, Table) = (source, table);
        Program = ProgramCopy.Of(source);
        SplitCovariances(diagonals);
        foreach (ProgramBlock block in source.Blocks)
            if (block.Kind == BlockKind.Variables && table.Touches(block))
                Columns.Add(new ChoiceBlock(block, Own(FunctionKind.Pieces, block.Handle, -1), Own(block.Handle, -1), [.. table.OwnersOn(block).Select(owner => Own(block.Handle, owner))]));
        foreach (ChoiceEntry box in table.Boxes)
            Boxes.Add(Own(box.On, box.Owner));
        foreach (ChoiceEntry pair in table.Pairs)
            Pairs.Add((Own(pair.On, pair.Owner), Own(pair.Other, pair.Owner)));
        foreach (ChoiceEntry sum in table.Sums)
        {
            Sums.Add((Program.Budgets.Count, Own(FunctionKind.Kinked, sum.On, sum.Owner, Program.Budgets.Count)));
            Program.Budgets.Add(new BudgetEntry(sum.Owner));
        }

        foreach (ChoiceEntry cost in table.FixedCosts)
            if (cost.Budget >= 0)
                Charges.Add((cost, Own(FunctionKind.Kinked, cost.On, cost.Owner, cost.Budget)));
        foreach (FunctionEntry entry in Program.Functions)
            if (entry is { Kind: FunctionKind.Quadratic, Norm: < 0, Budget: < 0 } && Columns.Exists(block => block.Block.Id == Program.Base(entry.On).Id))
                Curved.Add((entry, new double[entry.First.Length]));
        Program.Number();
        Curvature = new double[source.Columns];
        Centre = new double[source.Columns];
        Refresh();
    }

    /// <summary>Its blocks have the same handles as the source's.</summary>
    internal StructuredProgram Program { get; }

    internal ChoiceTable Table { get; }

    /// <summary>Blocks of columns with segments or steps, each with the pieces that hold its envelopes and the bounds that hold its ranges.</summary>
    internal List<ChoiceBlock> Columns { get; } = [];

    internal List<BoundEntry> Boxes { get; } = [];

    internal List<(BoundEntry First, BoundEntry Second)> Pairs { get; } = [];

    /// <summary>For each conditional sum its budget and the kinks that charge it.</summary>
    internal List<(int Budget, FunctionEntry Kinks)> Sums { get; } = [];

    /// <summary>Fixed costs charged to a budget, with the kinks that stand for them.</summary>
    internal List<(ChoiceEntry Cost, FunctionEntry Kinks)> Charges { get; } = [];

    /// <summary>Quadratics on columns with choices, and their whole curvature; the entry holds what the envelopes leave.</summary>
    internal List<(FunctionEntry Entry, double[] Whole)> Curved { get; } = [];

    /// <summary>Whole curvature of each column with choices, weights included.</summary>
    internal double[] Curvature { get; }

    /// <summary>Where the sum of its parabolas is least.</summary>
    internal double[] Centre { get; }

    /// <summary>Limit of a budget before fixed costs are taken off.</summary>
    internal double LimitOf(int budget) => _source.Budgets[budget].Limit;

    /// <summary>Pours in the source's present numbers.</summary>
    internal void Refresh()
    {
        ProgramCopy.Refresh(Program, _source);
        foreach ((FunctionEntry entry, FunctionEntry covariance, double[] diagonal) in _split)
        {
            for (int i = 0; i < diagonal.Length; i++)
                entry.First[i] = covariance.Scalar * diagonal[i];
            (entry.Weight, entry.BudgetWeight) = (covariance.Weight, covariance.BudgetWeight);
        }

        foreach ((_, FunctionEntry kinks) in Sums)
            kinks.BudgetWeight = 1;
        foreach ((ChoiceEntry cost, FunctionEntry kinks) in Charges)
            kinks.BudgetWeight = cost.BudgetWeight;
        foreach (ChoiceBlock block in Columns)
            block.Pieces.Weight = 1;
        Array.Clear(Curvature);
        Array.Clear(Centre);
        foreach ((FunctionEntry entry, double[] whole) in Curved)
            AddCurvature(entry, whole);
        for (int j = 0; j < Curvature.Length; j++)
            if (Curvature[j] > 0)
                Centre[j] /= Curvature[j];
    }

    private void AddCurvature(FunctionEntry entry, double[] whole)
    {
        entry.First.CopyTo(whole, 0);
        int start = Program.Base(entry.On).Start;
        double[] origin = Program[entry.On].Origin;
        for (int i = 0; i < whole.Length; i++)
        {
            double q = entry.Weight * whole[i];
            Curvature[start + i] += q;
            Centre[start + i] += origin.Length == 0 ? 0 : q * origin[i];
        }
    }

    /// <summary>s/2 x'Sx = s/2 x'Dx + s/2 |L'x|^2. The rest's rows are the covariance's loadings, scaled by s through the weight of the quadratic.</summary>
    private void SplitCovariances(DiagonalCache diagonals)
    {
        for (int e = 0; e < _source.Functions.Count; e++)
        {
            FunctionEntry covariance = _source.Functions[e];
            if (covariance.Kind != FunctionKind.Covariance || covariance.Norm >= 0 || !Table.Touches(_source.Base(covariance.On)))
                continue;
            DiagonalExtraction extracted = diagonals.Of(covariance.Matrix!);
            double[] diagonal = [.. extracted.Diagonal];
            FunctionEntry onColumns = Own(FunctionKind.Quadratic, covariance.On, covariance.Owner, covariance.Budget);
            _split.Add((onColumns, covariance, diagonal));
            Program.Functions.Remove(onColumns);
            Program.Functions[e] = onColumns;
            Block image = RestOf(extracted.Rest, covariance.On);
            FunctionEntry onRest = Own(FunctionKind.Quadratic, image, covariance.Owner, covariance.Budget);
            var ones = new double[image.Length];
            Array.Fill(ones, 1.0);
            _split.Add((onRest, covariance, ones));
        }
    }

    private Block RestOf(DenseMap rest, Block on)
    {
        ProgramBlock carried = Program.Base(on);
        var image = new ProgramBlock(Program.Blocks.Count, BlockKind.Image, rest.Rows, $"rest of {carried.Label}", -1) { Parts = [new ImagePart(rest, carried.Handle)] };
        Program.Blocks.Add(image);
        double[] origin = Program[on].Origin;
        if (origin.Length == 0)
            return image.Handle;
        var moved = new double[rest.Rows];
        rest.Apply(origin, moved);
        var offset = new ProgramBlock(Program.Blocks.Count, BlockKind.Offset, rest.Rows, $"rest of {carried.Label} - origin", -1) { BaseId = image.Id, Origin = moved };
        Program.Blocks.Add(offset);
        return offset.Handle;
    }

    private FunctionEntry Own(FunctionKind kind, Block on, int owner, int budget = -1)
    {
        var entry = new FunctionEntry(kind, on, owner) { Budget = budget, First = new double[on.Length] };
        if (kind == FunctionKind.Kinked)
            (entry.Second, entry.Third) = (new double[on.Length], new double[on.Length]);
        Program.Functions.Add(entry);
        return entry;
    }

    private BoundEntry Own(Block on, int owner)
    {
        var entry = new BoundEntry(on, owner);
        Array.Fill(entry.Lower, double.NegativeInfinity);
        Array.Fill(entry.Upper, double.PositiveInfinity);
        Program.Bounds.Add(entry);
        return entry;
    }
}
