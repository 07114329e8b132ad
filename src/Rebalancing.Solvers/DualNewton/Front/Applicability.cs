using System.Globalization;
using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>What the dual Newton method takes: functions of single coordinates, one dense image (and combinations of its rows) that may be curved, linear limits.</summary>
internal static class Applicability
{
    /// <summary>Dense rows beyond this number make the small problem large; the interior point's condensation is better at them.</summary>
    private const int MostRows = 400;

    /// <summary>The first thing in the program that the method does not take, in a sentence; null if it takes all.</summary>
    public static string? Objection(StructuredProgram program)
    {
        if (program.Columns == 0)
            return "the program has no columns";
        if (program.NormCount > 0)
            return "a norm limit ties all coordinates together";
        return InBlocks(program) ?? InFunctions(program) ?? InBounds(program);
    }

    /// <summary>Whether an image is a dense map of one Variables block.</summary>
    public static bool CanBeFactors(StructuredProgram program, ProgramBlock block) =>
        block.Kind == BlockKind.Image && block.Parts.Length == 1 && block.Parts[0].Map is DenseMap
        && program[block.Parts[0].Of].Kind == BlockKind.Variables;

    /// <summary>Whether two images of the same block combine the same dense rows.</summary>
    public static bool AreRelated(StructuredProgram program, ProgramBlock image, ProgramBlock other) =>
        CanBeFactors(program, image) && CanBeFactors(program, other) && program[image.Parts[0].Of] == program[other.Parts[0].Of]
        && RowsOf(image) == RowsOf(other);

    private static DenseMap RowsOf(ProgramBlock image) => image.Parts[0].Map is DenseMap { Source: { } source } ? source : (DenseMap)image.Parts[0].Map;

    private static string? InBlocks(StructuredProgram program)
    {
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Image)
                foreach (ImagePart part in block.Parts)
                    if (program[part.Of].Kind != BlockKind.Variables)
                        return $"'{block.Label}' is an image of '{program[part.Of].Label}', not of columns";
        return NetworkReader.ObjectionTo(program);
    }

    private static string? InFunctions(StructuredProgram program)
    {
        ProgramBlock? curved = null;
        foreach (FunctionEntry entry in program.Functions)
        {
            ProgramBlock on = program.Base(entry.On);
            bool taken = on.Kind switch
            {
                BlockKind.Variables => entry.Kind is FunctionKind.Linear or FunctionKind.Quadratic or FunctionKind.Kinked or FunctionKind.Pieces or FunctionKind.Power
                    || (entry.Kind == FunctionKind.Log && program[entry.On].Kind == BlockKind.Variables),
                BlockKind.Flows => entry.Kind == FunctionKind.Linear,
                _ => entry.Kind is FunctionKind.Linear or FunctionKind.Quadratic,
            };
            if (entry.Budget >= 0 && (on.Kind == BlockKind.Flows || entry.Kind is FunctionKind.Quadratic or FunctionKind.Log || (entry.Kind == FunctionKind.Power && entry.Scalar == 2)))
                return $"a budget is charged with {entry.Kind} on '{on.Label}'";
            if (!taken)
                return string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} on '{on.Label}' is not among the functions of one coordinate that are taken here");
            if (on.Kind != BlockKind.Image || entry.Kind != FunctionKind.Quadratic)
                continue;
            if (!CanBeFactors(program, on) || (curved is not null && curved != on && !AreRelated(program, curved, on)))
                return $"the curvature on '{on.Label}' is not that of the one dense image";
            curved = on;
        }

        return null;
    }

    private static string? InBounds(StructuredProgram program)
    {
        int rows = 0;
        foreach (BoundEntry entry in program.Bounds)
        {
            ProgramBlock on = program.Base(entry.On);
            if (on.Kind == BlockKind.Image)
                rows += on.Length;
        }

        return rows > MostRows ? string.Create(CultureInfo.InvariantCulture, $"{rows} coupling rows are more than {MostRows}") : null;
    }
}
