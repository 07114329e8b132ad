namespace Rebalancing.Solvers;

/// <summary>Which solver of Google OR-Tools works.</summary>
public enum OrToolsEngine
{
    /// <summary>The simplex method GLOP; programs without choices.</summary>
    Glop,

    /// <summary>The first-order method PDLP, for very large programs without choices; its answers are less precise.</summary>
    Pdlp,

    /// <summary>Branch and bound of SCIP; programs with choices.</summary>
    Scip,

    /// <summary>The constraint solver CP-SAT; programs whose columns are all whole numbers.</summary>
    CpSat,
}
