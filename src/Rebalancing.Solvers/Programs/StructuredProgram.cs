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
    private readonly List<BoundEntry> _narrowings = [];
    private readonly List<BudgetEntry> _budgets = [];
    private readonly List<NormEntry> _norms = [];
    private readonly List<ChoiceEntry> _choices = [];

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

    /// <summary>Number of words that are not convex; with any, the program is one for <see cref="DiscreteSolver"/>.</summary>
    public int ChoiceCount => _choices.Count;

    /// <summary>One more than the largest owner stamped on anything.</summary>
    public int OwnerCount { get; private set; }

    /// <summary>
    /// Limits one coordinate of a block further, in place and until <see cref="Widen"/>: bounds beside the recorded ones, for a branch of a search or a what-if question.
    /// A later call for the same coordinate replaces them. They survive refills.
    /// </summary>
    /// <param name="on">Any block of this program whose length never changes: variables, an offset of them, or an image.</param>
    /// <param name="coordinate">0-based; below the block's length.</param>
    /// <param name="lower">In the block's unit; negative infinity for none.</param>
    /// <param name="upper">In the block's unit; positive infinity for none. Bounds that cross make the program infeasible, which is an answer and not a mistake.</param>
    /// <remarks>The first call for a block makes room, and solvers rebuild their tables; from then on nothing is allocated and nothing rebuilt.</remarks>
    public void Narrow(Block on, int coordinate, double lower, double upper)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(coordinate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coordinate, on.Length);
        if (double.IsNaN(lower) || double.IsNaN(upper) || double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the bounds of {Name(on)}, coordinate {coordinate}, are [{lower}, {upper}]; each must be a number or the infinity of its own side"));
        BoundEntry entry = NarrowingOf(on) ?? AddNarrowing(on);
        (entry.Lower[coordinate], entry.Upper[coordinate]) = (lower, upper);
    }

    /// <summary>Takes back everything that <see cref="Narrow"/> did to a block.</summary>
    public void Widen(Block on)
    {
        if (NarrowingOf(on) is not { } entry)
            return;
        Array.Fill(entry.Lower, double.NegativeInfinity);
        Array.Fill(entry.Upper, double.PositiveInfinity);
    }

    internal List<ProgramBlock> Blocks => _blocks;

    internal List<FunctionEntry> Functions => _functions;

    internal List<BoundEntry> Bounds => _bounds;

    internal List<BudgetEntry> Budgets => _budgets;

    internal List<NormEntry> Norms => _norms;

    internal List<ChoiceEntry> Choices => _choices;

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

    private BoundEntry? NarrowingOf(Block on)
    {
        foreach (BoundEntry entry in _narrowings)
            if (entry.On == on)
                return entry;
        return null;
    }

    private BoundEntry AddNarrowing(Block on)
    {
        if (on.Id < 0 || on.Id >= _blocks.Count || _blocks[on.Id].Length != on.Length || _blocks[on.Id].Kind == BlockKind.Flows)
            throw new ArgumentException($"block {on.Id} of length {on.Length} is not a block of this program with a fixed length");
        var entry = new BoundEntry(on, -1);
        _narrowings.Add(entry);
        _bounds.Add(entry);
        Widen(on);
        StructureVersion++;
        return entry;
    }

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
        foreach (ChoiceEntry entry in _choices)
            OwnerCount = Math.Max(OwnerCount, entry.Owner + 1);
    }
}
