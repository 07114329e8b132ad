namespace Rebalancing.Solvers.DualNewton;

/// <summary>How many steps the slope of each coordinate can have: one for a kink, one for each break, one for each flow and one more for each network.</summary>
internal static class StepCounts
{
    public static int[] Of(DualStructure structure)
    {
        StructuredProgram program = structure.Program;
        int[] capacity = new int[program.Columns];
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
