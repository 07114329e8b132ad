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

    /// <summary>The factors and the images that speak of them, or null.</summary>
    public FactorFrame? Frame { get; private set; }

    /// <summary>For a Variables block, its first coordinate; else -1. The block under the factors comes first.</summary>
    public int[] CoordinateStart { get; }

    /// <summary>For an image with limits, the coupling row of its first coordinate; else -1.</summary>
    public int[] RowStart { get; }

    /// <summary>Coupling rows, the budgets last.</summary>
    public int Rows { get; private set; }

    /// <summary>The row of the first budget.</summary>
    public int FirstBudget { get; private set; }

    /// <summary>The only powers are 3/2 powers on one block, beside which kinks lie at their centres: they have a closed form of their own.</summary>
    public bool HasThreeHalves { get; private set; }

    /// <summary>The powers that are curves of any exponent, each with centres of its own.</summary>
    public List<FunctionEntry> CurvedPowers { get; } = [];

    /// <summary>Whether functions have logarithms, or powers without a closed form of their own.</summary>
    public bool HasCurves { get; private set; }

    /// <summary>Reads the structure; where the method does not apply, says which part of the program stands against it.</summary>
    /// <param name="program">What is read.</param>
    /// <param name="closedPowers">Whether 3/2 powers may use their closed form; not where their kinks turned out to lie elsewhere.</param>
    /// <param name="reason">What stands against the method, or nothing.</param>
    public static DualStructure? Read(StructuredProgram program, bool closedPowers, out string reason)
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
        structure.FindCurves(closedPowers);
        foreach (FunctionEntry entry in structure.CurvedPowers)
            if (entry.Budget >= 0)
                reason = $"a budget is charged with a power on '{program[entry.On].Label}' that has no closed form";
        return reason.Length == 0 ? structure : null;
    }

    /// <summary>The exponents of <see cref="CurvedPowers"/>.</summary>
    public double[] Exponents()
    {
        var exponents = new double[CurvedPowers.Count];
        for (int t = 0; t < exponents.Length; t++)
            exponents[t] = CurvedPowers[t].Scalar;
        return exponents;
    }

    private void FindCurves(bool closedPowers)
    {
        bool simple = closedPowers;
        int block = -1;
        foreach (FunctionEntry entry in Program.Functions)
        {
            HasCurves |= entry.Kind == FunctionKind.Log;
            simple &= entry.Kind is not (FunctionKind.Log or FunctionKind.Pieces);
            if (entry.Kind != FunctionKind.Power || entry.Scalar == 2)
                continue;
            CurvedPowers.Add(entry);
            simple &= entry.Scalar == 1.5 && (block < 0 || block == entry.On.Id);
            block = entry.On.Id;
        }

        foreach (ProgramBlock flows in Program.Blocks)
            simple &= flows.Kind != BlockKind.Flows;
        HasThreeHalves = simple && CurvedPowers.Count > 0;
        if (HasThreeHalves)
            CurvedPowers.Clear();
        HasCurves |= CurvedPowers.Count > 0;
    }

    /// <summary>The coordinate of a column of a Variables block.</summary>
    public int Coordinate(ProgramBlock block, int i) => CoordinateStart[block.Id] + i;

    /// <summary>
    /// The curved image gives the factors, or else the longest dense one. Where the program also speaks of combinations of the same rows, they join in, and
    /// the rows that all of them combine are the factors.
    /// </summary>
    private void FindFactors()
    {
        ProgramBlock? anchor = null;
        foreach (FunctionEntry entry in Program.Functions)
            if (entry.Kind == FunctionKind.Quadratic && Program.Base(entry.On).Kind == BlockKind.Image)
                anchor = Program.Base(entry.On);
        bool curved = anchor is not null;
        foreach (ProgramBlock block in Program.Blocks)
            if (!curved && Applicability.CanBeFactors(Program, block) && block.Length > (anchor?.Length ?? 0))
                anchor = block;
        if (anchor is null)
            return;
        DenseMap map = (DenseMap)anchor.Parts[0].Map;
        List<ProgramBlock> family = [anchor];
        foreach (ProgramBlock block in Program.Blocks)
            if (block != anchor && Applicability.AreRelated(Program, block, anchor) && IsUsed(block))
                family.Add(block);
        if (family.Count == 1)
        {
            Frame = new FactorFrame(map, family, turns: false);
            return;
        }

        DenseMap common = map.Source ?? map;
        Frame = new FactorFrame(common, family, family.Exists(block => block.Parts[0].Map != common && IsCurved(block)));
    }

    private bool IsUsed(ProgramBlock image)
    {
        foreach (BoundEntry entry in Program.Bounds)
            if (Program.Base(entry.On) == image)
                return true;
        foreach (FunctionEntry entry in Program.Functions)
            if (Program.Base(entry.On) == image)
                return true;
        return false;
    }

    private bool IsCurved(ProgramBlock image)
    {
        foreach (FunctionEntry entry in Program.Functions)
            if (entry.Kind == FunctionKind.Quadratic && Program.Base(entry.On) == image)
                return true;
        return false;
    }

    private void PlaceColumns()
    {
        int next = 0;
        ProgramBlock? first = Frame is null ? null : Program.Base(Frame.Images[0].Block.Parts[0].Of);
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
