namespace Rebalancing.Lowering;

/// <summary>What one cost or limit is worth at given holdings.</summary>
internal readonly record struct OwnerValue
{
    /// <summary>A cost: its value, unweighted. A limit: the limited quantity that is worst placed.</summary>
    public double Value { get; init; }

    /// <summary>Whether the owner wrote a limit.</summary>
    public bool HasLimit { get; init; }

    /// <summary>By how much the worst placed quantity exceeds its bound; negative when it keeps it.</summary>
    public double Excess { get; init; }

    /// <summary>Which coordinate that is; -1 where the limit has only one.</summary>
    public int Coordinate { get; init; }

    /// <summary>What that coordinate is.</summary>
    public LimitSubject Subject { get; init; }

    /// <summary>What the violations of a soft limit cost in the objective.</summary>
    public double SoftCost { get; init; }

    /// <summary>Whether private variables were left without a rule, so that the value is not known without a solve.</summary>
    public bool NeedsSolve { get; init; }
}
