using Rebalancing.Solvers.DualNewton;
using Rebalancing.Solvers.Scenarios;

namespace Rebalancing.Solvers;

/// <summary>
/// Programs that a few scalar multipliers make separable: a search over those multipliers around a separable program, which the dual Newton method, or the scenario engine where there are
/// tails beside, solves again and again, each time from where it stood.
/// </summary>
/// <remarks>One instance, one thread at a time. Memory is remade when the ragged structure changes; other solves write into it.</remarks>
internal abstract class OuterPriceSolver(StructuredProgram program, SolverSettings settings)
{
    /// <summary>Gaps are relative to the objective, but to no less than this.</summary>
    protected const double LeastObjective = 1e-3;

    /// <summary>Part of the tolerance that tails are solved to: the search works with the rest.</summary>
    private const double PartOfTails = 0.3;

    private int _structureVersion = -1;
    private string _objection = "";
    private SolveResult? _result;
    private DualNewtonSolver? _dualNewton;
    private ScenarioEngine? _scenarios;

    /// <summary>Whether the program is of this kind.</summary>
    public bool Applies
    {
        get
        {
            Prepare();
            return _result is not null;
        }
    }

    protected StructuredProgram Program { get; } = program;

    protected SolverSettings Settings { get; } = settings;

    /// <summary>The separable program's last answer, multipliers included.</summary>
    protected Solution Inner => _result!.Solution;

    /// <summary>The separable program's objective there, where the dual Newton method solved it.</summary>
    protected double InnerObjective => _dualNewton!.Engine!.Certificate.Objective;

    /// <summary>Whether the separable program has an answer to go on from.</summary>
    protected bool InnerHasAnswer => _scenarios?.HasAnswer ?? _dualNewton!.Engine is { HasAnswer: true };

    /// <summary>Whether the separable program has tails beside: its answers are as exact as their gap, and no more.</summary>
    protected bool InnerHasTails => _scenarios is not null;

    /// <summary>Whether the search can do with answers as exact as their gap, which is all that tails have: default no.</summary>
    protected virtual bool TakesTails => false;

    /// <summary>Starts a solve of the separable program where its last one ended.</summary>
    protected static SolveRequest FromLast { get; } = new() { ContinuesLast = true };

    /// <summary>Solves the present numbers. False: nothing can be made of the answer, and the reason says why the interior point should take over.</summary>
    public bool TrySolve(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        Prepare();
        reason = _objection;
        if (_result is null)
            return false;
        Solution solution = result.Solution;
        solution.FitFlows();
        (solution.Iterations, solution.LowerBound) = (0, double.NegativeInfinity);
        if (Search(result, request, cancellation, out reason) is not { } status)
        {
            solution.LowerBound = double.NaN;
            return false;
        }

        (solution.Status, solution.Engine, solution.EngineReason) = (status, _scenarios is null ? EngineKind.DualNewton : EngineKind.Scenarios, reason);
        return true;
    }

    /// <summary>Where a solve of the separable program begins that cannot go on from its last: at the given multipliers, if there are any.</summary>
    protected static SolveRequest FromOutside(SolveRequest request) => request.Start is null ? SolveRequest.Default : new SolveRequest { Start = request.Start };

    /// <summary>Reads the structure: the separable program, whose numbering is the program's own; null, with the reason, where the program is of another kind.</summary>
    protected abstract StructuredProgram? Read(out string objection);

    /// <summary>Searches and writes the answer and its lower bound. Null: the interior point should take over. The reason explains either.</summary>
    protected abstract SolveStatus? Search(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason);

    /// <summary>Solves the separable program's present numbers and counts the iterations. Null: its engine gave up.</summary>
    protected SolveStatus? SolveInner(SolveResult result, SolveRequest from, CancellationToken cancellation, out string reason)
    {
        _result!.Forget(result.Deadline);
        bool isSolved = _scenarios is null ? _dualNewton!.TrySolve(_result, from, cancellation, out reason) : _scenarios.TrySolve(from, cancellation, out reason);
        if (!isSolved)
            return null;
        result.Solution.Iterations += Inner.Iterations;
        return Inner.Status;
    }

    private void Prepare()
    {
        if (_structureVersion == Program.StructureVersion)
            return;
        _structureVersion = Program.StructureVersion;
        (_result, _dualNewton, _scenarios) = (null, null, null);
        if (Read(out _objection) is not { } separable)
            return;
        _result = new SolveResult(new Solution(separable)) { Completion = Complete };
        if (TakesTails && ScenarioEngine.IsFor(separable, Settings.Engine))
            _scenarios = new ScenarioEngine(separable, Settings with { Tolerance = PartOfTails * Settings.Tolerance }, _result);
        else
            _dualNewton = new DualNewtonSolver(separable, Settings, _result);
    }

    private void Complete()
    {
        if (_scenarios is null)
            _dualNewton!.Complete(_result!.Solution);
        else
            _scenarios.Complete(_result!.Solution);
    }
}
