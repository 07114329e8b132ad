using Rebalancing.Solvers.Scenarios;

namespace Rebalancing.Solvers;

/// <summary>
/// Multipliers to start a solve from: those of an earlier answer to a program with the same words, the model's or yesterday's. Starting prices
/// change how long a solve takes, and may change its last bits: they are an input like any other.
/// </summary>
/// <remarks>Immutable and thread-safe; made by <see cref="ProgramSolver.CapturePrices"/>.</remarks>
public sealed class StartingPrices
{
    private readonly double[] _factors;
    private readonly double[] _rows;

    internal StartingPrices(ReadOnlySpan<double> factors, ReadOnlySpan<double> rows)
    {
        _factors = factors.ToArray();
        _rows = rows.ToArray();
    }

    internal StartingPrices(ScenarioStart scenarios) : this([], []) => Scenarios = scenarios;

    internal ReadOnlySpan<double> Factors => _factors;

    /// <summary>Where the scenario engine ended, if it was that engine that answered.</summary>
    internal ScenarioStart? Scenarios { get; }

    internal ReadOnlySpan<double> Rows => _rows;
}
