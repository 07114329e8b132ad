namespace Rebalancing.Solvers.BranchAndBound;

internal enum DecisionKind
{
    /// <summary>Column Index keeps its segments from First to Last.</summary>
    Segments,

    /// <summary>Column Index lies in [Lower, Upper].</summary>
    Range,

    /// <summary>Either-or Index takes alternative First (1 or 2).</summary>
    Box,

    /// <summary>Coordinate First of pair word Index: member Last (1 or 2) is at most 0.</summary>
    Pair,
}

/// <summary>One step from a node to its child; every step only takes possibilities away.</summary>
internal readonly record struct Decision(DecisionKind Kind, int Index, int First, int Last, double Lower, double Upper)
{
    internal static Decision Keep(int column, int first, int last) => new(DecisionKind.Segments, column, first, last, 0, 0);

    internal static Decision Between(int column, double lower, double upper) => new(DecisionKind.Range, column, 0, 0, lower, upper);

    internal static Decision Take(int box, int alternative) => new(DecisionKind.Box, box, alternative, 0, 0, 0);

    internal static Decision Zero(int word, int coordinate, int member) => new(DecisionKind.Pair, word, coordinate, member, 0, 0);
}
