namespace Rebalancing.Solvers;

/// <summary>Which engine solves, or solved, a program.</summary>
public enum EngineKind
{
    /// <summary>The cost model picks; the default.</summary>
    Auto,

    /// <summary>Primal-dual interior point: takes every program.</summary>
    InteriorPoint,

    /// <summary>Semismooth Newton on the multipliers: separable programs with curvature in every asset.</summary>
    DualNewton,

    /// <summary>Working sets of scenarios and columns around an interior point: tails over many scenarios.</summary>
    Scenarios,
}
