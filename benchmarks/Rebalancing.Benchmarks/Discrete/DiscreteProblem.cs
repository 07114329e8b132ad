using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>A mean-variance program with choices, as a user of the solver poses it, and its solution judged from the raw data.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Program">The recorded program.</param>
/// <param name="Holdings">Its holdings.</param>
/// <param name="Judge">Objective of holdings from the raw data, and by how much they break the worst of its rules.</param>
internal sealed record DiscreteProblem(string Name, StructuredProgram Program, Block Holdings, Func<double[], (double Objective, double Violation)> Judge)
{
    /// <summary>Best objective that others published; NaN where there is none.</summary>
    public double PublishedObjective { get; init; } = double.NaN;

    /// <summary>Best lower bound that others published; NaN where there is none.</summary>
    public double PublishedBound { get; init; } = double.NaN;
}
