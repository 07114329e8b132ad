using Rebalancing.Numerics;
using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Decides whether the loop ends: converged, proved infeasible or unbounded, out of patience, or stuck.</summary>
internal sealed class Termination(StructuredProgram program, LocalForm form, Residuals residuals, Derivatives derivatives, Barriers barriers, Func<Iterate> lastChange)
{
    private const int StallLimit = 25;

    /// <summary>Iterations before the first proof is tried, and from one to the next (more in long runs).</summary>
    private const int FirstProof = 8;

    /// <inheritdoc cref="FirstProof"/>
    private const int ProofInterval = 4;

    /// <summary>Gaps are relative to the objective, but to no less than this.</summary>
    internal const double LeastObjective = 1e-3;

    /// <summary>So many tolerances may what residuals are worth at their prices come to without a proof, where no step reduces them any more.</summary>
    private const double MostPriced = 10;

    private const double FarAway = 1e3;
    private const double Dear = 1e3;

    private readonly Solution _candidate = new(program);
    private readonly MultiplierRefinement _refinement = new(program);
    private readonly CertificateChecker _checker = new(program);
    private readonly UnboundednessProof _unboundedness = new(program);
    private SolverSettings _settings = SolverSettings.Default;
    private double _bestPrimal;
    private double _lastPrimal;
    private double _bestDual;
    private double _bestGap;
    private int _sinceBest;
    private int _nextProof;
    private double _halfPrimal;
    private double _halfDual;
    private int _primalSince;
    private int _dualSince;

    internal void Begin(SolverSettings settings)
    {
        _settings = settings;
        _bestPrimal = _lastPrimal = _bestDual = _bestGap = double.PositiveInfinity;
        _sinceBest = 0;
        _nextProof = FirstProof;
        _halfPrimal = _halfDual = double.PositiveInfinity;
        _primalSince = _dualSince = 0;
    }

    /// <summary>What gaps are measured against.</summary>
    internal double ObjectiveSize => Math.Max(LeastObjective, Math.Abs(derivatives.Objective));

    internal IterationReport Report(int iteration, double step) =>
        new(iteration, residuals.Primal, residuals.Dual, residuals.Gap / ObjectiveSize, step);

    internal SolveStatus? Judge(IterationReport report, Iterate at, Deadline deadline, CancellationToken cancellation)
    {
        double tolerance = _settings.Tolerance;
        if (report.PrimalResidual <= tolerance && report.DualResidual <= tolerance && report.Gap <= tolerance)
        {
            bool isHeld = residuals.Unpriced(at) <= tolerance * ObjectiveSize;

            // large prices make much of a small residual: steps go on while they still reduce it, and what they leave must be little or proved to be
            if (isHeld && residuals.Priced <= tolerance * ObjectiveSize)
                return SolveStatus.Optimal;
            if (isHeld && report.PrimalResidual > 0.5 * _lastPrimal)
                return residuals.Priced <= MostPriced * tolerance * ObjectiveSize ? SolveStatus.Optimal : SolveStatus.NumericalFailure;
            if (!isHeld && IsFar(at) && Proof(at) is { } contradicted)
                return contradicted;
        }

        _lastPrimal = report.PrimalResidual;
        if (cancellation.IsCancellationRequested)
            return SolveStatus.Cancelled;
        if (deadline.HasPassed)
            return SolveStatus.TimeLimit;
        if (report.Iteration >= _settings.MaxIterations)
            return Proof(at) ?? SolveStatus.IterationLimit;
        _sinceBest = Improves(report.PrimalResidual, ref _bestPrimal) | Improves(report.DualResidual, ref _bestDual) | Improves(report.Gap, ref _bestGap) ? 0 : _sinceBest + 1;
        if (IsStuck(report) && report.Iteration >= _nextProof && (IsFar(at) || IsDear(at)))
        {
            _nextProof = report.Iteration + Math.Max(ProofInterval, report.Iteration / ProofInterval);
            if (Proof(at) is { } proved)
                return proved;
        }

        return _sinceBest >= StallLimit ? GiveUp(at) : null;
    }

    /// <summary>What to say when no further progress is possible: a proof where there is one, else that there is none.</summary>
    internal SolveStatus GiveUp(Iterate at) => Proof(at) ?? SolveStatus.NumericalFailure;

    /// <summary>One of the three measures may rise while another falls; it is a stall only when none falls any more. What is below the tolerance has nothing left to gain.</summary>
    private bool Improves(double now, ref double best)
    {
        bool better = now < 0.9 * best && best > _settings.Tolerance;
        best = Math.Min(best, now);
        return better;
    }

    /// <summary>
    /// Proofs cost a pass of bisections: they are tried only where a residual is far from its tolerance and has not halved for a while.
    /// </summary>
    private bool IsStuck(IterationReport report)
    {
        // how small a residual is at the start says nothing: the start was made so
        if (report.Iteration <= 1)
            _halfPrimal = _halfDual = double.PositiveInfinity;
        if (report.PrimalResidual < 0.5 * _halfPrimal || report.PrimalResidual < 10 * _settings.Tolerance)
            (_halfPrimal, _primalSince) = (report.PrimalResidual, report.Iteration);
        if (report.DualResidual < 0.5 * _halfDual || report.DualResidual < 10 * _settings.Tolerance)
            (_halfDual, _dualSince) = (report.DualResidual, report.Iteration);
        return report.Iteration - Math.Min(_primalSince, _dualSince) >= ProofInterval;
    }

    /// <summary>Prices against feasibility, refined with ever fewer rows; the iterate, then its last change, as a direction without end.</summary>
    private SolveStatus? Proof(Iterate at)
    {
        foreach (double negligible in (ReadOnlySpan<double>)[0, 1e-6, 1e-3])
        {
            Answer.Write(form, barriers, at, _candidate, SolveStatus.IterationLimit);
            _refinement.Refine(_candidate, negligible);
            if (InfeasibilityProof.Holds(_checker, _candidate))
                return SolveStatus.Infeasible;
        }

        if (IsFar(at) && _unboundedness.Holds(_candidate))
            return SolveStatus.Unbounded;
        Answer.WriteValues(form, lastChange(), _candidate);
        return _unboundedness.Holds(_candidate) ? SolveStatus.Unbounded : null;
    }

    /// <summary>After <see cref="SolveStatus.Infeasible"/> the multipliers that were verified, after <see cref="SolveStatus.Unbounded"/> the direction.</summary>
    internal void WriteProof(Solution solution)
    {
        if (solution.Status == SolveStatus.Infeasible)
            _checker.WriteBoundDuals(_candidate);
        solution.TakeValues(_candidate);
        solution.TakeMultipliers(_candidate);
    }

    /// <summary>Prices far beyond the slopes of the objective: where limits collide they grow without end.</summary>
    private bool IsDear(Iterate at)
    {
        double prices = Math.Max(MaxAbs.Of(at.RowPrices), Math.Max(MaxAbs.Of(at.NetworkPrices), MaxAbs.Of(at.ConstraintPrices)));
        return prices > Dear * (1 + MaxAbs.Of(form.Linear));
    }

    /// <summary>Only an iterate that has run away resembles a direction.</summary>
    private bool IsFar(Iterate at) => MaxAbs.Of(at.Values.AsSpan(0, form.Columns)) > FarAway;
}
