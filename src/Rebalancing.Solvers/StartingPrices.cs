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

    internal ReadOnlySpan<double> Factors => _factors;

    internal ReadOnlySpan<double> Rows => _rows;
}
