namespace Rebalancing;

/// <summary>What to do where the limits cannot all hold.</summary>
public enum InfeasiblePolicy
{
    /// <summary>No plan; the result names the limits that collide and the cheapest relaxation (default).</summary>
    Report,

    /// <summary>Limits of the lowest priority give way, by as little as is needed; the plan is made with the rest, its status is <see cref="RebalanceStatus.Relaxed"/> and the result says what gave way.</summary>
    RelaxByPriority,
}
