using Rebalancing.Solvers;
using Rebalancing.Solvers.BranchAndBound;

namespace Rebalancing.Planning;

/// <summary>
/// Solves a mandate's program: by a convex engine, or by branch and bound where the mandate has discrete rules. In the fast mode whole lots, where they are the only rule, are left to
/// the rounding of the plan, which keeps every limit. One program, again and again.
/// </summary>
/// <param name="convex">Settings of the convex engines.</param>
/// <param name="discrete">Settings of branch and bound.</param>
/// <param name="areLots">Whether an owner's multiples are the lots that plans are rounded to; null for nobody's.</param>
internal sealed class MandateSolver(SolverSettings convex, DiscreteSettings discrete, Func<int, bool>? areLots = null)
{
    private StructuredProgram? _lotless;
    private ProgramSolver? _lotlessSolver;
    private ProgramSolver? _convex;
    private DiscreteSolver? _discrete;
    private SolveResult? _nothing;

    /// <summary>What branch and bound found last; null where the mandate is convex.</summary>
    public DiscreteResult? Found { get; private set; }

    /// <summary>Whether the last answer left whole lots to the rounding of the plan.</summary>
    public bool LeavesLots { get; private set; }

    /// <summary>Iterations of the engine, or nodes.</summary>
    public int Iterations { get; private set; }

    /// <summary>The answer; under discrete rules that of the convex program which the decided choices leave, or an empty one with the status where there is no point.</summary>
    public SolveResult Solve(StructuredProgram program, StartingPrices? start, Deadline within, CancellationToken cancellation) =>
        Solve(program, start is null ? SolveRequest.Default : new SolveRequest { Start = start }, within, cancellation);

    /// <inheritdoc cref="Solve(StructuredProgram, StartingPrices?, Deadline, CancellationToken)"/>
    public SolveResult Solve(StructuredProgram program, SolveRequest request, Deadline within, CancellationToken cancellation)
    {
        LeavesLots = program.ChoiceCount > 0 && discrete.RootOnly && areLots is not null && program.Choices.TrueForAll(choice => choice.Kind == ChoiceKind.Multiples && areLots(choice.Owner));
        if (LeavesLots)
        {
            _lotless ??= ProgramCopy.Of(program);
            ProgramCopy.Refresh(_lotless, program);
            return SolveConvex(_lotlessSolver ??= new ProgramSolver(_lotless, convex), request, within, cancellation);
        }

        if (program.ChoiceCount == 0)
            return SolveConvex(_convex ??= new ProgramSolver(program, convex), request, within, cancellation);
        _discrete ??= new DiscreteSolver(program, discrete with { Convex = convex });
        Found = _discrete.Solve(within, cancellation);
        Iterations = Found.Nodes;
        if (Found.Convex is { } convexAnswer) return convexAnswer;
        _nothing ??= new SolveResult(new Solution(program));
        _nothing.Solution.Status = Found.Status;
        return _nothing;
    }

    /// <summary>Gives working memory back for the next solver of this thread. Neither this solver nor its results may be used any more.</summary>
    public void Release()
    {
        _convex?.Release();
        _lotlessSolver?.Release();
    }

    /// <summary>The multipliers of the last answer; null where there are none to start another solve from.</summary>
    public StartingPrices? CapturePrices() => (_lotlessSolver ?? _convex)?.CapturePrices();

    private SolveResult SolveConvex(ProgramSolver solver, SolveRequest request, Deadline within, CancellationToken cancellation)
    {
        SolveResult result = solver.Solve(request, within, cancellation);
        Iterations = result.Iterations;
        return result;
    }
}
