using Rebalancing.Solvers.Certificates;
using Rebalancing.Solvers.InteriorPoint;

namespace Rebalancing.Solvers.Scaling;

/// <summary>
/// Second try of the interior point for programs whose numbers are of sizes so different that it ran out of digits: the same program in units in which they are of ordinary size.
/// What it finds counts only where the certificate, or the proof, holds on the program as it was written.
/// </summary>
internal sealed class RescaledSolver(StructuredProgram program, SolverSettings settings)
{
    /// <summary>Coefficients, zeros included, of programs that are written out anew: beyond, a second try would cost more than it is worth.</summary>
    private const long MostCoefficients = 4_000_000;

    /// <summary>In other units the same residuals may count for more: the tolerance is sharpened by these factors until the certificate holds.</summary>
    private static readonly double[] Sharper = [1, 1e-2, 1e-4];

    private readonly CertificateChecker _checker = new(program);
    private readonly UnboundednessProof _unboundedness = new(program);

    /// <summary>Replaces the result where a proved answer was found; otherwise it stays as it is.</summary>
    internal void TryAgain(SolveResult result, CancellationToken cancellation)
    {
        if (Coefficients() > MostCoefficients)
            return;
        var rescaled = new RescaledProgram(program);
        var candidate = new Solution(program);
        foreach (double factor in Sharper)
        {
            var again = new SolveResult(new Solution(rescaled.Program));
            again.Forget(result.Deadline);
            new InteriorPointSolver(rescaled.Program, settings with { Engine = EngineKind.InteriorPoint, Tolerance = settings.Tolerance * factor }, again).Solve(cancellation);
            rescaled.Unscale(again.Solution, candidate);
            if (Proved(again.Status, candidate) is { } status)
            {
                Take(candidate, again, status, result);
                return;
            }

            if (again.Status is SolveStatus.Cancelled or SolveStatus.TimeLimit)
                return;
        }
    }

    private SolveStatus? Proved(SolveStatus found, Solution candidate) => found switch
    {
        SolveStatus.Infeasible => InfeasibilityProof.Holds(_checker, candidate) ? found : null,
        SolveStatus.Unbounded => _unboundedness.Holds(candidate) ? found : null,
        SolveStatus.Optimal or SolveStatus.NumericalFailure => _checker.Proves(candidate, settings.Tolerance) ? SolveStatus.Optimal : null,
        _ => null,
    };

    private static void Take(Solution candidate, SolveResult again, SolveStatus status, SolveResult result)
    {
        Solution solution = result.Solution;
        solution.TakeValues(candidate);
        solution.TakeMultipliers(candidate);
        solution.Status = status;
        solution.Iterations += again.Iterations;
        result.IterationLog.AddRange(again.Log);
        result.Backend = again.Backend;
    }

    private long Coefficients() => program.Blocks.Sum(block => block.Parts.Sum(part => (long)part.Map.Rows * part.Map.Columns));
}
