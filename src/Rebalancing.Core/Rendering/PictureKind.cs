namespace Rebalancing;

/// <summary>Pictures of a result.</summary>
public enum PictureKind
{
    /// <summary>Weights before and after, in percent.</summary>
    Weights,

    /// <summary>What each cost adds to the objective, for doing nothing, the target and the plan, in basis points a year.</summary>
    Costs,

    /// <summary>Where trading does not pay, and what is held, in percent.</summary>
    NoTrade,
}
