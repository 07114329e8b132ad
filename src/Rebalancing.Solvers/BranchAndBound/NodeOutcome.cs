namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>What became of a node.</summary>
internal sealed record NodeOutcome
{
    /// <summary>No point of the node is better; infinite where it has none.</summary>
    internal double Bound { get; init; }

    /// <summary>The child the answer leans to, and the other; null where the node is closed.</summary>
    internal Node? Towards { get; init; }

    /// <inheritdoc cref="Towards"/>
    internal Node? Away { get; init; }

    /// <summary>Points found on the way.</summary>
    internal List<Candidate> Candidates { get; init; } = [];

    /// <summary>Whether the work was broken off.</summary>
    internal bool Stopped { get; init; }

    /// <summary>Whether nothing is open any more although nothing was proved: the bound stands, the node ends.</summary>
    internal bool Unproved { get; init; }
}
