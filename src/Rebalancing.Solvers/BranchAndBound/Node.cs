namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>A part of the space of choices: what its parent left open, less what its own decisions take away.</summary>
internal sealed class Node(Node? parent, Decision[] decisions)
{
    internal Node? Parent { get; } = parent;

    internal Decision[] Decisions { get; } = decisions;

    internal int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>No point of the node is better.</summary>
    internal double Bound { get; set; } = double.NegativeInfinity;

    /// <summary>Multipliers to start from: the parent's.</summary>
    internal StartingPrices? Start { get; set; }

    /// <summary>Prices of the counts to start from.</summary>
    internal double[] Prices { get; set; } = [];

    /// <summary>Order of making, which breaks ties.</summary>
    internal long Number { get; set; }

    /// <summary>Makes a state that of this node.</summary>
    internal void Load(NodeState state)
    {
        state.Reset();
        ApplyTo(state);
    }

    private void ApplyTo(NodeState state)
    {
        var chain = new Stack<Node>();
        for (Node? node = this; node is not null; node = node.Parent)
            chain.Push(node);
        foreach (Node node in chain)
            foreach (Decision decision in node.Decisions)
                state.Apply(decision);
    }
}
