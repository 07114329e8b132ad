using Rebalancing.Solvers.DualNewton;
using Rebalancing.Solvers.InteriorPoint;
using Rebalancing.Solvers.Norms;
using Rebalancing.Solvers.Scaling;
using Rebalancing.Solvers.Scenarios;
using Rebalancing.Solvers.Totals;

namespace Rebalancing.Solvers;

/// <summary>
/// Solves one program, again and again as its numbers are refilled. The workspace is made at the first solve and reused: a second solve of the same
/// shape allocates nothing, unless its numbers are of sizes so different that a second try in other units is made.
/// </summary>
/// <remarks>Not thread-safe: one solver, one worker. Different solvers may run at the same time and share maps and matrices.</remarks>
public sealed class ProgramSolver
{
    private readonly SolveResult _result;
    private readonly InteriorPointSolver _interiorPoint;
    private readonly DualNewtonSolver _dualNewton;
    private readonly TotalsSolver _totals;
    private readonly NormSolver _norms;
    private readonly ScenarioEngine _scenarios;
    private readonly bool _isTall;
    private RescaledSolver? _rescaled;
    private SolveRequest _fromPrices = SolveRequest.Default;

    /// <param name="program">What to solve; its numbers are read at every solve.</param>
    /// <param name="settings">Tolerances, limits and choices; default <see cref="SolverSettings.Default"/>.</param>
    public ProgramSolver(StructuredProgram program, SolverSettings? settings = null)
    {
        if (program.ChoiceCount > 0)
            throw new ArgumentException($"the program has {program.ChoiceCount} words that are not convex; solve it with {nameof(DiscreteSolver)}", nameof(program));
        Program = program;
        Settings = settings ?? SolverSettings.Default;
        _result = new SolveResult(new Solution(program)) { Completion = CompleteAnswer };
        _interiorPoint = new InteriorPointSolver(program, Settings, _result);
        _dualNewton = new DualNewtonSolver(program, Settings, _result);
        _totals = new TotalsSolver(program, Settings);
        _norms = new NormSolver(program, Settings);
        _scenarios = new ScenarioEngine(program, Settings, _result);
        _isTall = ScenarioEngine.IsFor(program, Settings.Engine);
    }

    /// <summary>What is solved.</summary>
    public StructuredProgram Program { get; }

    /// <summary>How it is solved.</summary>
    public SolverSettings Settings { get; }

    /// <summary>Solves the program's current numbers. The result is a view of this solver's memory, valid until the next call.</summary>
    /// <param name="cancellation">Honoured within one iteration; the status is then <see cref="SolveStatus.Cancelled"/>.</param>
    public SolveResult Solve(CancellationToken cancellation = default) => Solve(SolveRequest.Default, cancellation);

    /// <summary>Solves from given multipliers where the engine that runs can use them; they save time and change nothing else beyond the tolerance.</summary>
    /// <param name="start">Multipliers of an answer to a program with the same words; null for none. Others are ignored.</param>
    /// <param name="cancellation">Honoured within one iteration; the status is then <see cref="SolveStatus.Cancelled"/>.</param>
    public SolveResult Solve(StartingPrices? start, CancellationToken cancellation = default) => Solve(start, Deadline.Never, cancellation);

    /// <summary>The same inside a longer solve: it ends at that one's deadline too.</summary>
    internal SolveResult Solve(StartingPrices? start, Deadline within, CancellationToken cancellation)
    {
        if (!ReferenceEquals(start, _fromPrices.Start))
            _fromPrices = new SolveRequest { Start = start };
        return Solve(_fromPrices, within, cancellation);
    }

    /// <summary>Solves with a start and a value at which it may stop early.</summary>
    /// <param name="request">What the solve may use and when it may stop.</param>
    /// <param name="cancellation">Honoured within one iteration; the status is then <see cref="SolveStatus.Cancelled"/>.</param>
    public SolveResult Solve(SolveRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Solve(request, Deadline.Never, cancellation);
    }

    /// <summary>The same inside a longer solve: it ends at that one's deadline too.</summary>
    internal SolveResult Solve(SolveRequest request, Deadline within, CancellationToken cancellation)
    {
        _result.Forget(Deadline.After(Settings.TimeLimit).OrSooner(within));
        string reason = "it was asked for";
        bool wantsProof = Settings.Engine == EngineKind.Auto && request.ExpectsInfeasibility && !_isTall;
        if (wantsProof)
            reason = "a proof that nothing is feasible is likely";
        else if (_isTall && (_scenarios.TrySolve(request, cancellation, out reason) || TryTotals(request, cancellation, ref reason)))
            return _result;
        else if (!_isTall && Settings.Engine != EngineKind.InteriorPoint
            && (_dualNewton.TrySolve(_result, request, cancellation, out reason) || TryTotals(request, cancellation, ref reason) || TryNorms(request, cancellation, ref reason)))
            return _result;

        _result.IterationLog.Clear();
        _interiorPoint.Solve(cancellation);
        if (_result.Status is SolveStatus.NumericalFailure)
            (_rescaled ??= new RescaledSolver(Program, Settings)).TryAgain(_result, cancellation);
        _result.Solution.EngineReason = reason;
        return _result;
    }

    /// <summary>Programs that an engine does not take because of a few totals of flows: these have prices of their own. The reason changes only where there are such.</summary>
    private bool TryTotals(SolveRequest request, CancellationToken cancellation, ref string reason)
    {
        if (!_totals.Applies)
            return false;
        _result.IterationLog.Clear();
        return _totals.TrySolve(_result, request, cancellation, out reason);
    }

    /// <summary>The same for a norm limit, where there are no totals.</summary>
    private bool TryNorms(SolveRequest request, CancellationToken cancellation, ref string reason)
    {
        if (_totals.Applies || !_norms.Applies)
            return false;
        _result.IterationLog.Clear();
        return _norms.TrySolve(_result, request, cancellation, out reason);
    }

    /// <summary>The last answer, multipliers included.</summary>
    internal Solution LastSolution => _result.Solution;

    private void CompleteAnswer()
    {
        Solution solution = _result.Solution;
        if (solution.Engine == EngineKind.Scenarios)
            _scenarios.Complete(solution);
        else
            _dualNewton.Complete(solution);
    }

    /// <summary>
    /// The multipliers of the last answer of the dual Newton method, copied, also where it was cut off, or where the scenario engine ended; null if the last solve gave none.
    /// </summary>
    public StartingPrices? CapturePrices() => _scenarios.Capture() is { } scenarios ? new StartingPrices(scenarios) : _dualNewton.Capture();

    /// <summary>Gives working memory back for the next solver of this thread. Neither this solver nor its results may be used any more.</summary>
    internal void Release() => _dualNewton.Release();
}
