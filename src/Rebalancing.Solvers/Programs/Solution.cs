namespace Rebalancing.Solvers;

/// <summary>What an engine leaves behind: values and multipliers in the program's own numbering. One per solver, overwritten by each solve.</summary>
/// <remarks>
/// Lagrangian, from which every sign follows:
/// <code>objective + prices'(M x - y) + sum budgetPrice (charged - limit) + sum normPrice (norm - radius)
///        + lowerDual'(lower - x) + upperDual'(x - upper) + networkPrice'(into - sum sign f)</code>
/// </remarks>
internal sealed class Solution
{
    internal Solution(StructuredProgram program)
    {
        Program = program;
        BudgetPrices = new double[program.BudgetCount];
        NormPrices = new double[program.NormCount];
        NetworkPrices = new double[program.Blocks.Count][];
        Columns = new Coordinates(program.Columns);
        Images = new Coordinates(program.Rows);
        Flows = new Coordinates(program.FlowCount);
        ImagePrices = new double[program.Rows];
        NormDirections = new double[program.Functions.Count][];
        for (int e = 0; e < NormDirections.Length; e++)
        {
            FunctionEntry entry = program.Functions[e];
            NormDirections[e] = entry.Norm >= 0 && program.Norms[entry.Norm].RadiusBlock is not null ? new double[entry.On.Length] : [];
        }

        foreach (ProgramBlock block in program.Blocks)
            NetworkPrices[block.Id] = block.Kind == BlockKind.Flows ? new double[program.Blocks[block.BaseId].Length] : [];
    }

    internal StructuredProgram Program { get; }

    internal Coordinates Columns { get; }

    internal Coordinates Images { get; }

    /// <summary>Explicit flows; replaced by a longer one when a refill brings more of them.</summary>
    internal Coordinates Flows { get; private set; }

    internal double[] ImagePrices { get; }

    internal double[] BudgetPrices { get; }

    internal double[] NormPrices { get; }

    /// <summary>For each flows block, the price of one more unit in each coordinate it moves.</summary>
    internal double[][] NetworkPrices { get; }

    /// <summary>
    /// For each function entry of a norm with a variable radius, one number for each coordinate: together the vector d with d'Q d at most price squared that makes
    /// d'Q x, which is never above price |x|, the multiplier's share of the Lagrangian. All zero where an engine has none to give.
    /// </summary>
    internal double[][] NormDirections { get; }

    internal SolveStatus Status { get; set; }

    internal EngineKind Engine { get; set; }

    internal string EngineReason { get; set; } = "";

    internal int Iterations { get; set; }

    /// <summary>The engine's own lower bound of the objective; NaN where it has none.</summary>
    internal double LowerBound { get; set; } = double.NaN;

    internal void FitFlows()
    {
        if (Flows.Values.Length < Program.FlowCount)
            Flows = new Coordinates(Program.FlowCount);
    }

    internal Coordinates Of(ProgramBlock block) => block.Kind switch
    {
        BlockKind.Variables => Columns,
        BlockKind.Image => Images,
        BlockKind.Flows => Flows,
        _ => throw new InvalidOperationException($"an offset block '{block.Label}' has no coordinates of its own"),
    };

    /// <summary>Takes the values of another program's answer with the same numbering.</summary>
    internal void TakeValues(Solution from)
    {
        from.Columns.Values.CopyTo(Columns.Values, 0);
        from.Images.Values.CopyTo(Images.Values, 0);
        from.Flows.Values.AsSpan(0, Program.FlowCount).CopyTo(Flows.Values);
    }

    /// <summary>Takes the multipliers of another program's answer with the same numbering; norms and budgets that it has.</summary>
    internal void TakeMultipliers(Solution from)
    {
        from.ImagePrices.CopyTo(ImagePrices, 0);
        from.BudgetPrices.CopyTo(BudgetPrices, 0);
        from.NormPrices.CopyTo(NormPrices, 0);
        for (int b = 0; b < from.NetworkPrices.Length; b++)
            from.NetworkPrices[b].CopyTo(NetworkPrices[b], 0);
        for (int e = 0; e < from.NormDirections.Length && e < NormDirections.Length; e++)
            if (from.NormDirections[e].Length == NormDirections[e].Length)
                from.NormDirections[e].CopyTo(NormDirections[e], 0);
        Columns.TakeDuals(from.Columns, Program.Columns);
        Images.TakeDuals(from.Images, Program.Rows);
        Flows.TakeDuals(from.Flows, Program.FlowCount);
    }

    internal Span<double> Values(ProgramBlock block) => Of(block).Values.AsSpan(block.Start, block.Length);

    /// <summary>Value and bound multipliers of a run of coordinates.</summary>
    internal sealed class Coordinates(int count)
    {
        internal double[] Values { get; } = new double[count];

        internal double[] LowerDuals { get; } = new double[count];

        internal double[] UpperDuals { get; } = new double[count];

        internal void TakeDuals(Coordinates from, int length)
        {
            from.LowerDuals.AsSpan(0, length).CopyTo(LowerDuals);
            from.UpperDuals.AsSpan(0, length).CopyTo(UpperDuals);
        }
    }
}
