using Rebalancing.Numerics;
using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Decides whether the loop ends: converged, proved infeasible or unbounded, out of patience, or stuck.</summary>
internal sealed class Termination(StructuredProgram program, LocalForm form, Residuals residuals, Derivatives derivatives, Barriers barriers)
{
    private const int StallLimit = 25;

    private readonly Solution _rayMultipliers = new(program);
    private SolverSettings _settings = SolverSettings.Default;
    private double _bestPrimal;
    private double _bestDual;
    private double _bestGap;
    private int _sinceBest;
    private int _nextProof;

    internal void Begin(SolverSettings settings)
    {
        _settings = settings;
        _bestPrimal = _bestDual = _bestGap = double.PositiveInfinity;
        _sinceBest = 0;
        _nextProof = 8;
    }

    /// <summary>What gaps are measured against.</summary>
    internal double ObjectiveSize => Math.Max(1e-3, Math.Abs(derivatives.Objective));

    internal IterationReport Report(int iteration, double step) =>
        new(iteration, residuals.Primal, residuals.Dual, residuals.Gap / ObjectiveSize, step);

    internal SolveStatus? Judge(IterationReport report, Iterate at, TimeSpan elapsed, CancellationToken cancellation)
    {
        double tolerance = _settings.Tolerance;
        if (report.PrimalResidual <= tolerance && report.DualResidual <= tolerance && report.Gap <= tolerance)
            return SolveStatus.Optimal;
        if (double.IsNaN(report.PrimalResidual + report.DualResidual + report.Gap))
            return SolveStatus.NumericalFailure;
        if (cancellation.IsCancellationRequested)
            return SolveStatus.Cancelled;
        if (_settings.TimeLimit >= TimeSpan.Zero && elapsed > _settings.TimeLimit)
            return SolveStatus.TimeLimit;
        if (report.Iteration >= _settings.MaxIterations)
            return Proof(at) ?? SolveStatus.IterationLimit;
        _sinceBest = Improves(report.PrimalResidual, ref _bestPrimal) | Improves(report.DualResidual, ref _bestDual) | Improves(report.Gap, ref _bestGap) ? 0 : _sinceBest + 1;
        if (report.Iteration >= _nextProof && (report.StepLength < 0.2 || _sinceBest >= 3) && Suspicious(report, at))
        {
            _nextProof = report.Iteration + 3;
            if (Proof(at) is { } proved)
                return proved;
        }

        return _sinceBest >= StallLimit ? Proof(at) ?? GiveUp() : null;
    }

    /// <summary>What to say when no further progress is possible.</summary>
    internal SolveStatus GiveUp() => SolveStatus.NumericalFailure;

    /// <summary>One of the three measures may rise while another falls; it is a stall only when none falls any more. What is below the tolerance has nothing left to gain.</summary>
    private bool Improves(double now, ref double best)
    {
        bool better = now < 0.9 * best && best > _settings.Tolerance;
        best = Math.Min(best, now);
        return better;
    }

    /// <summary>Proofs cost a pass of bisections: they are tried only where prices or values have grown out of proportion while limits stay violated.</summary>
    private bool Suspicious(IterationReport report, Iterate at)
    {
        if (report.PrimalResidual < 10 * _settings.Tolerance && report.DualResidual < 10 * _settings.Tolerance)
            return false;
        double prices = Math.Max(MaxAbs.Of(at.RowPrices), Math.Max(MaxAbs.Of(at.NetworkPrices), MaxAbs.Of(at.ConstraintPrices)));
        return prices > 1e3 * residuals.SlopeSize || MaxAbs.Of(at.Values.AsSpan(0, form.Columns)) > 1e4;
    }

    private SolveStatus? Proof(Iterate at)
    {
        Answer.Write(form, barriers, at, _rayMultipliers, SolveStatus.IterationLimit);
        if (InfeasibilityProof.Holds(program, _rayMultipliers))
            return SolveStatus.Infeasible;
        return UnboundednessProof.Holds(program, _rayMultipliers) ? SolveStatus.Unbounded : null;
    }
}
