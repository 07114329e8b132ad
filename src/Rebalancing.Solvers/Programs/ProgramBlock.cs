namespace Rebalancing.Solvers;

internal enum BlockKind
{
    /// <summary>Free columns of the program.</summary>
    Variables,

    /// <summary>y = sum of maps applied to other blocks; one row each.</summary>
    Image,

    /// <summary>Non-negative columns private to one coordinate of another block.</summary>
    Flows,

    /// <summary>Another block less a constant; no columns and no rows of its own.</summary>
    Offset,
}

/// <summary>One block of a program. Structure is fixed at recording; the numbers in the arrays are refilled.</summary>
internal sealed class ProgramBlock(int id, BlockKind kind, int length, string label, int owner)
{
    internal int Id { get; } = id;

    internal BlockKind Kind { get; } = kind;

    internal int Length { get; set; } = length;

    internal string Label { get; } = label;

    internal int Owner { get; } = owner;

    /// <summary>First coordinate among all blocks of the same kind (columns, image rows or flows); 0 for an offset.</summary>
    internal int Start { get; set; }

    /// <summary>Offset: the block it shifts. Flows: the block they move. Otherwise itself.</summary>
    internal int BaseId { get; init; } = id;

    /// <summary>Offset: the constant taken off, one for each coordinate.</summary>
    internal double[] Origin { get; init; } = [];

    /// <summary>Image: its summands, over blocks that are not offsets.</summary>
    internal ImagePart[] Parts { get; init; } = [];

    /// <summary>Flows: the coordinate each one moves, its direction (+1 or -1) and its upper limit (may be infinite).</summary>
    internal int[] Coordinate { get; set; } = [];

    /// <inheritdoc cref="Coordinate"/>
    internal double[] Sign { get; set; } = [];

    /// <inheritdoc cref="Coordinate"/>
    internal double[] Upper { get; set; } = [];

    internal Block Handle => new(Id, Length);

    /// <summary>Offset: the id of what it shifts. Otherwise its own id.</summary>
    internal int BaseOrSelf() => Kind == BlockKind.Offset ? BaseId : Id;
}
