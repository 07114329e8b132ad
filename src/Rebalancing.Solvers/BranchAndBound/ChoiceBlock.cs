namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>A block of columns with choices in the relaxation: where its envelopes and its ranges are written.</summary>
/// <param name="Block">The block.</param>
/// <param name="Pieces">Envelopes, <see cref="Breaks"/> breaks for each column.</param>
/// <param name="Range">Bounds.</param>
/// <param name="Owned">For each owner of choices on the block the bounds that answers state as its: empty while nodes are worked on.</param>
internal sealed record ChoiceBlock(ProgramBlock Block, FunctionEntry Pieces, BoundEntry Range, BoundEntry[] Owned)
{
    /// <summary>Breaks of an envelope: two for each bridge, the others are tangents of its arcs.</summary>
    internal const int Breaks = 12;

    /// <summary>Makes room for the envelopes of columns with more than one segment.</summary>
    internal bool Fit(Segment[][] segments)
    {
        var start = new int[Block.Length + 1];
        for (int i = 0; i < Block.Length; i++)
            start[i + 1] = start[i] + (segments[Block.Start + i].Length > 1 ? Breaks : 0);
        if (start.AsSpan().SequenceEqual(Pieces.Start))
            return false;
        (Pieces.Start, Pieces.Second, Pieces.Third) = (start, new double[start[^1]], new double[start[^1]]);
        return true;
    }
}
