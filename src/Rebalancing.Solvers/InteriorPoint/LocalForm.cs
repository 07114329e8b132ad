using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// A program as the interior point sees it: one flat run of local variables [columns | image rows | flows], each with bounds, slope and curvature
/// of its own, tied together by image rows, by networks of flows and by a few constraints that touch many variables.
/// </summary>
/// <remarks>
/// A kink, a power, a log and convex pieces become networks: the coordinate's distance from its origin is the signed sum of non-negative flows, and
/// each flow has a slope, an upper limit, a power or a log of its own. Filled by <see cref="LocalFormFiller"/>; lengths are capacities.
/// </remarks>
internal sealed class LocalForm
{
    /// <summary>So many numbers of each run at a time leave room for all runs in the first caches.</summary>
    internal const int CachedStretch = 512;

    internal LocalForm(StructuredProgram program)
    {
        Program = program;
        Columns = program.Columns;
        Images = program.Rows;
        FlowStart = Columns + Images;
        int flows = FlowCapacity(program, out int networks);
        int locals = Lanes.PadTo8(FlowStart + flows);
        Linear = new double[locals];
        Curvature = new double[locals];
        Lower = new double[locals];
        Upper = new double[locals];
        PowerCoefficient = new double[locals];
        Exponent = new double[locals];
        LogWeight = new double[locals];
        FlowSign = new double[flows];
        NetworkCoordinate = new int[networks];
        NetworkOrigin = new double[networks];
        FlowBegin = new int[networks];
        FlowEnd = new int[networks];
        SpecialRowOf = new int[Images];
        Constraints = new Constraint[program.BudgetCount + program.NormCount];
        for (int k = 0; k < Constraints.Length; k++)
            Constraints[k] = new Constraint { Cone = ConeOf(program, k - program.BudgetCount) };
        VariableNorms = Array.FindAll(Enumerable.Range(0, Constraints.Length).ToArray(), k => Constraints[k].Cone is not null);
        ClassifyRows();
    }

    internal StructuredProgram Program { get; }

    internal int Columns { get; }

    internal int Images { get; }

    /// <summary>Where the flows begin among the locals.</summary>
    internal int FlowStart { get; }

    /// <summary>Flows in use: the explicit ones first, in program order, then those of kinks, pieces, powers and logs.</summary>
    internal int Flows { get; set; }

    internal int Locals => FlowStart + Flows;

    /// <summary>The locals rounded up to whole vectors; what lies beyond them has no bounds.</summary>
    internal int Padded => Lanes.PadTo8(Locals);

    internal double[] Linear { get; }

    internal double[] Curvature { get; }

    internal double[] Lower { get; }

    internal double[] Upper { get; }

    /// <summary>Flows: a in a f^p.</summary>
    internal double[] PowerCoefficient { get; }

    /// <summary>Flows: p in a f^p.</summary>
    internal double[] Exponent { get; }

    /// <summary>Flows: b in -b log f.</summary>
    internal double[] LogWeight { get; }

    internal double[] FlowSign { get; }

    internal int Networks { get; set; }

    /// <summary>The local variable whose distance from the origin the network's flows add up to.</summary>
    internal int[] NetworkCoordinate { get; }

    internal double[] NetworkOrigin { get; }

    /// <summary>First flow of each network, among the flows.</summary>
    internal int[] FlowBegin { get; }

    /// <summary>One past the last flow of each network.</summary>
    internal int[] FlowEnd { get; }

    /// <summary>Whether every network's flows follow those of the one before and none hangs on a flow: then networks can be taken stretch by stretch.</summary>
    internal bool AreNetworksInOrder { get; set; }

    /// <summary>
    /// How many locals a pass takes at once, a multiple of 8. What is known of one local fills twenty runs of numbers; a stretch of all of them stays in the
    /// first caches from one kernel to the next, so that memory is read once a pass. Cones and networks on flows tie all locals together.
    /// </summary>
    internal int Stretch => AreNetworksInOrder && VariableNorms.Length == 0 ? CachedStretch : Math.Max(Padded, Lanes.Count);

    /// <summary>The budgets, then the norms.</summary>
    internal Constraint[] Constraints { get; }

    /// <summary>Covariances in the objective, in budgets and in norms.</summary>
    internal List<CovarianceUse> Covariances { get; } = [];

    /// <summary>
    /// For each image row: -1 where all its arguments are columns, else its position among the special rows, which reach into flows or other images
    /// and are kept as dense rows.
    /// </summary>
    internal int[] SpecialRowOf { get; }

    internal int SpecialImageRows { get; private set; }

    /// <summary>The constraints that are norms with a variable radius; each brings one more dense row, the inward one of its cone.</summary>
    internal int[] VariableNorms { get; }

    /// <summary>Dense rows of the linear systems: special image rows, then budgets and norms, then the inward rows of cones, whose compliance is negative.</summary>
    internal int SpecialRows => FirstInwardRow + VariableNorms.Length;

    /// <summary>First of the inward rows among the dense rows.</summary>
    internal int FirstInwardRow => SpecialImageRows + Constraints.Length;

    internal int RegularRows => Images - SpecialImageRows;

    internal bool HasPowers { get; set; }

    /// <summary>What the objective is worth beyond the locals' functions: constants left by origins.</summary>
    internal double Constant { get; set; }

    /// <summary>Position of a block's first coordinate among the locals.</summary>
    internal int LocalStart(ProgramBlock block) => block.Kind switch
    {
        BlockKind.Variables => block.Start,
        BlockKind.Image => Columns + block.Start,
        BlockKind.Flows => FlowStart + block.Start,
        _ => throw new InvalidOperationException($"the offset block '{block.Label}' has no coordinates of its own"),
    };

    internal static bool ReachesBeyondColumns(StructuredProgram program, ProgramBlock image)
    {
        foreach (ImagePart part in image.Parts)
            if (program[part.Of].Kind != BlockKind.Variables)
                return true;
        return false;
    }

    private Cone? ConeOf(StructuredProgram program, int norm) =>
        norm >= 0 && program.Norms[norm].RadiusBlock is { } radius ? new Cone(LocalStart(program[radius])) : null;

    private void ClassifyRows()
    {
        foreach (ProgramBlock block in Program.Blocks)
        {
            if (block.Kind != BlockKind.Image)
                continue;
            bool special = ReachesBeyondColumns(Program, block);
            for (int i = 0; i < block.Length; i++)
                SpecialRowOf[block.Start + i] = special ? SpecialImageRows++ : -1;
        }
    }

    private static int FlowCapacity(StructuredProgram program, out int networks)
    {
        int flows = program.FlowCount;
        networks = 0;
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Flows)
                networks += block.Length;
        foreach (FunctionEntry entry in program.Functions)
        {
            int n = entry.On.Length;
            (int extraFlows, int extraNetworks) = entry.Kind switch
            {
                FunctionKind.Kinked or FunctionKind.Power => (2 * n, n),
                FunctionKind.Log => (n, n),
                FunctionKind.Pieces => (entry.Second.Length + n, n),
                _ => (0, 0),
            };
            flows += extraFlows;
            networks += extraNetworks;
        }

        return flows;
    }
}
