using System.Globalization;

namespace Rebalancing.Solvers;

/// <summary>
/// A convex program in linearly constrained separable form:
/// <code>
///   minimise    sum of separable convex functions on blocks
///   subject to  image blocks  y = M x,   bounds on any block,   budgets  sum of functions at most b,   norms  sqrt(sum q x^2) at most r
/// </code>
/// Recorded by a <see cref="ProgramBuilder"/>. The structure never changes; the numbers change only when the builder refills them.
/// </summary>
/// <remarks>Not thread-safe while it is refilled or solved: one program, one worker. Maps and matrices in it are shared by reference.</remarks>
public sealed class StructuredProgram
{
    private readonly List<ProgramBlock> _blocks = [];
    private readonly List<FunctionEntry> _functions = [];
    private readonly List<BoundEntry> _bounds = [];
    private readonly List<BudgetEntry> _budgets = [];
    private readonly List<NormEntry> _norms = [];

    internal StructuredProgram()
    {
    }

    /// <summary>Number of free columns: the lengths of all Variables blocks.</summary>
    public int Columns { get; private set; }

    /// <summary>Number of image rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of explicit flows.</summary>
    public int FlowCount { get; private set; }

    /// <summary>Number of budgets.</summary>
    public int BudgetCount => _budgets.Count;

    /// <summary>Number of norms.</summary>
    public int NormCount => _norms.Count;

    /// <summary>One more than the largest owner stamped on anything.</summary>
    public int OwnerCount { get; private set; }

    internal List<ProgramBlock> Blocks => _blocks;

    internal List<FunctionEntry> Functions => _functions;

    internal List<BoundEntry> Bounds => _bounds;

    internal List<BudgetEntry> Budgets => _budgets;

    internal List<NormEntry> Norms => _norms;

    /// <summary>Rises when a refill changes the ragged structure (number of lots, breaks); engines rebuild their tables then.</summary>
    internal int StructureVersion { get; set; }

    internal ProgramBlock this[Block block] => _blocks[block.Id];

    /// <summary>The block that carries the coordinates of <paramref name="block"/>: itself, or what an offset shifts.</summary>
    internal ProgramBlock Base(Block block)
    {
        ProgramBlock found = _blocks[block.Id];
        return found.Kind == BlockKind.Offset ? _blocks[found.BaseId] : found;
    }

    internal string Name(Block block) =>
        string.Create(CultureInfo.InvariantCulture, $"block '{_blocks[block.Id].Label}' ({_blocks[block.Id].Length} coordinates)");

    /// <summary>Numbers the coordinates of each kind; after recording and after a refill that changed lengths.</summary>
    internal void Number()
    {
        Columns = Rows = FlowCount = OwnerCount = 0;
        foreach (ProgramBlock block in _blocks)
        {
            OwnerCount = Math.Max(OwnerCount, block.Owner + 1);
            switch (block.Kind)
            {
                case BlockKind.Variables:
                    block.Start = Columns;
                    Columns += block.Length;
                    break;
                case BlockKind.Image:
                    block.Start = Rows;
                    Rows += block.Length;
                    break;
                case BlockKind.Flows:
                    block.Start = FlowCount;
                    FlowCount += block.Length;
                    break;
                case BlockKind.Offset:
                    break;
                default:
                    throw new InvalidOperationException($"unknown block kind {block.Kind}");
            }
        }

        foreach (FunctionEntry entry in _functions)
            OwnerCount = Math.Max(OwnerCount, entry.Owner + 1);
        foreach (BoundEntry entry in _bounds)
            OwnerCount = Math.Max(OwnerCount, entry.Owner + 1);
        foreach (BudgetEntry entry in _budgets)
            OwnerCount = Math.Max(OwnerCount, entry.Owner + 1);
        foreach (NormEntry entry in _norms)
            OwnerCount = Math.Max(OwnerCount, entry.Owner + 1);
    }
}
