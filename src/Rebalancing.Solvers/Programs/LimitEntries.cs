namespace Rebalancing.Solvers;

/// <summary>Bounds on a block, as a limit wrote them.</summary>
internal sealed class BoundEntry(Block on, int owner, bool shapesOnly = false)
{
    internal Block On { get; private set; } = on;

    internal int Owner { get; } = owner;

    /// <summary>Whether it is only part of how its owner is written, like the sign of a slack, and no limit of its own: loosening it has no meaning.</summary>
    internal bool ShapesOnly { get; } = shapesOnly;

    internal double[] Lower { get; private set; } = new double[on.Length];

    internal double[] Upper { get; private set; } = new double[on.Length];

    /// <summary>Makes room for a block of flows that a refill made longer or shorter.</summary>
    internal void Fit(Block on)
    {
        if (on.Length == On.Length)
            return;
        On = on;
        Lower = new double[on.Length];
        Upper = new double[on.Length];
    }
}

/// <summary>The sum of everything charged to it is at most <see cref="Limit"/>.</summary>
internal sealed class BudgetEntry(int owner)
{
    internal int Owner { get; } = owner;

    internal double Limit { get; set; }
}

/// <summary>sqrt(sum q x^2 + ...) is at most <see cref="Radius"/>, or at most the variable <see cref="RadiusBlock"/> where there is one.</summary>
internal sealed class NormEntry(int owner, Block? radiusBlock)
{
    internal int Owner { get; } = owner;

    internal Block? RadiusBlock { get; } = radiusBlock;

    internal double Radius { get; set; }
}
