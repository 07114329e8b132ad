namespace Rebalancing.Solvers;

/// <summary>The answer to a <see cref="QuadraticProgram"/>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class QuadraticProgramResult
{
    private readonly Solution _solution;

    internal QuadraticProgramResult(SolveStatus status, Certificate certificate, int iterations, Solution solution, IReadOnlyList<IterationReport> log)
    {
        Status = status;
        Certificate = certificate;
        Iterations = iterations;
        _solution = solution;
        Log = log;
    }

    /// <summary>How the solve ended.</summary>
    public SolveStatus Status { get; }

    /// <summary>What was proved, on the program as given.</summary>
    public Certificate Certificate { get; }

    /// <summary>Iterations of the last attempt.</summary>
    public int Iterations { get; }

    /// <summary>Its log.</summary>
    public IReadOnlyList<IterationReport> Log { get; }

    /// <summary>Objective; NaN unless optimal.</summary>
    public double Objective => Status == SolveStatus.Optimal ? Certificate.Objective : double.NaN;

    /// <summary>x.</summary>
    public ReadOnlySpan<double> Values => _solution.Columns.Values;

    /// <summary>Multiplier of each row: by how much the objective rises for one more unit of A x.</summary>
    public ReadOnlySpan<double> RowPrices => _solution.ImagePrices;
}
