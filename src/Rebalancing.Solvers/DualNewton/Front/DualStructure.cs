namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// How a structured program maps to the separable form: which coordinate each column is, which image gives the factors, which image rows are coupling rows.
/// Depends on the words only, never on their numbers.
/// </summary>
internal sealed class DualStructure
{
    private DualStructure(StructuredProgram program)
    {
        Program = program;
        CoordinateStart = new int[program.Blocks.Count];
        RowStart = new int[program.Blocks.Count];
        Array.Fill(CoordinateStart, -1);
        Array.Fill(RowStart, -1);
    }

    public StructuredProgram Program { get; }

    /// <summary>The image whose rows are the factors, or null.</summary>
    public ProgramBlock? Factors { get; private set; }

    /// <summary>The dense map of the factors, or null.</summary>
    public DenseMap? FactorMap => Factors?.Parts[0].Map as DenseMap;

    /// <summary>For a Variables block, its first coordinate; else -1. The block under the factors comes first.</summary>
    public int[] CoordinateStart { get; }

    /// <summary>For an image with limits, the coupling row of its first coordinate; else -1.</summary>
    public int[] RowStart { get; }

    /// <summary>Coupling rows, the budgets last.</summary>
    public int Rows { get; private set; }

    /// <summary>The row of the first budget.</summary>
    public int FirstBudget { get; private set; }

    /// <summary>Whether some coordinate carries a 3/2 power.</summary>
    public bool HasPower { get; private set; }

    /// <summary>Reads the structure; where the method does not apply, says which part of the program stands against it.</summary>
    public static DualStructure? Read(StructuredProgram program, out string reason)
    {
        var structure = new DualStructure(program);
        reason = Applicability.Objection(program) ?? "";
        if (reason.Length > 0)
            return null;
        structure.FindFactors();
        structure.PlaceColumns();
        structure.PlaceRows();
        structure.FirstBudget = structure.Rows;
        structure.Rows += program.BudgetCount;
        foreach (FunctionEntry entry in program.Functions)
            structure.HasPower |= entry.Kind == FunctionKind.Power && entry.Scalar != 2;
        return structure;
    }

    /// <summary>The coordinate of a column of a Variables block.</summary>
    public int Coordinate(ProgramBlock block, int i) => CoordinateStart[block.Id] + i;

    private void FindFactors()
    {
        foreach (FunctionEntry entry in Program.Functions)
            if (entry.Kind == FunctionKind.Quadratic && Program.Base(entry.On).Kind == BlockKind.Image)
                Factors = Program.Base(entry.On);
        if (Factors is not null)
            return;
        foreach (ProgramBlock block in Program.Blocks)
            if (Applicability.CanBeFactors(Program, block) && block.Length > (Factors?.Length ?? 0))
                Factors = block;
    }

    private void PlaceColumns()
    {
        int next = 0;
        ProgramBlock? first = Factors is null ? null : Program.Base(Factors.Parts[0].Of);
        if (first is not null)
        {
            CoordinateStart[first.Id] = 0;
            next = first.Length;
        }

        foreach (ProgramBlock block in Program.Blocks)
        {
            if (block.Kind != BlockKind.Variables || block == first)
                continue;
            CoordinateStart[block.Id] = next;
            next += block.Length;
        }
    }

    private void PlaceRows()
    {
        foreach (BoundEntry entry in Program.Bounds)
        {
            ProgramBlock image = Program.Base(entry.On);
            if (image.Kind != BlockKind.Image || RowStart[image.Id] >= 0)
                continue;
            RowStart[image.Id] = Rows;
            Rows += image.Length;
        }
    }
}
