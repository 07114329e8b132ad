namespace Rebalancing.Solvers.DualNewton;

/// <summary>How many steps the slope of each coordinate can have: one for a kink, one for each break, one for each flow and one more for each network.</summary>
internal static class StepCounts
{
    /// <summary>Whether no coordinate can have more than one kink, written by a single entry, and nothing is charged to budgets: then all are read at once.</summary>
    public static bool AreSingle(DualStructure structure)
    {
        StructuredProgram program = structure.Program;
        var kinked = new HashSet<int>();
        bool single = program.BudgetCount == 0;
        foreach (FunctionEntry entry in program.Functions)
            single &= entry.Kind != FunctionKind.Pieces && (entry.Kind != FunctionKind.Kinked || kinked.Add(program.Base(entry.On).Id));
        foreach (ProgramBlock block in program.Blocks)
            single &= block.Kind != BlockKind.Flows;
        return single;
    }

    public static int[] Of(DualStructure structure)
    {
        StructuredProgram program = structure.Program;
        int[] capacity = new int[program.Columns];
        if (AreSingle(structure))
        {
            Array.Fill(capacity, 1);
            return capacity;
        }

        foreach (FunctionEntry entry in program.Functions)
        {
            ProgramBlock on = program.Base(entry.On);
            if (on.Kind != BlockKind.Variables || entry.Kind is not (FunctionKind.Kinked or FunctionKind.Pieces))
                continue;
            int start = structure.CoordinateStart[on.Id];
            for (int i = 0; i < on.Length; i++)
                capacity[start + i] += entry.Kind == FunctionKind.Kinked ? 1 : entry.Start[i + 1] - entry.Start[i];
        }

        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind != BlockKind.Flows)
                continue;
            int start = structure.CoordinateStart[program.Base(program.Blocks[block.BaseId].Handle).Id];
            for (int f = 0; f < block.Length; f++)
                capacity[start + block.Coordinate[f]] += f == 0 || block.Coordinate[f - 1] != block.Coordinate[f] ? 2 : 1;
        }

        return capacity;
    }
}
