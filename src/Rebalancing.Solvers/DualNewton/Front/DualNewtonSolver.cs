using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The dual Newton method on a structured program: compiles it, solves it, writes the answer, or says why the interior point should.
/// The workspace is made at the first solve and remade when the ragged structure changes; other solves allocate nothing.
/// </summary>
/// <remarks>One instance, one thread at a time.</remarks>
internal sealed class DualNewtonSolver
{
    private readonly StructuredProgram _program;
    private readonly DualNewtonOptions _options;
    private readonly bool _forced;
    private readonly LoopWatch _watch;
    private DualCompiler? _compiler;
    private DualNewtonEngine? _engine;
    private AnswerWriter? _writer;
    private DualStructure? _structure;
    private int _structureVersion = -1;
    private string _objection = "";

    public DualNewtonSolver(StructuredProgram program, SolverSettings settings, SolveResult result)
    {
        _program = program;
        _watch = new LoopWatch(settings, result.IterationLog);
        _options = new DualNewtonOptions { Tolerance = settings.Tolerance };
        _forced = settings.Engine == EngineKind.DualNewton;
    }

    /// <summary>The engine of the last solve.</summary>
    public DualNewtonEngine? Engine => _engine;

    /// <summary>Whether the method takes the program as it is written; its numbers may still send it to the interior point.</summary>
    public static bool Supports(StructuredProgram program, out string reason)
    {
        reason = Applicability.Objection(program) ?? "";
        return reason.Length == 0;
    }

    /// <summary>
    /// Solves the present numbers into <paramref name="result"/>: the columns at once, the rest when asked for. False: nothing was written, and the reason says why the interior point should take over.
    /// Cancellation and the time limit leave their status and count as done.
    /// </summary>
    public bool TrySolve(SolveResult result, SolveRequest request, CancellationToken cancellation, out string reason)
    {
        if (Refusal() is { } refusal)
        {
            reason = refusal;
            return false;
        }

        _watch.Begin(result.Deadline, request.ObjectiveCutoff, cancellation);
        DualOutcome outcome = Run(_engine!, request);
        reason = Explain(outcome);
        SolveStatus? status = StatusOf(outcome);
        if (status is null)
            return false;
        Solution solution = result.Solution;
        (solution.Status, solution.Engine, solution.EngineReason, solution.Iterations) = (status.Value, EngineKind.DualNewton, reason, _engine!.Steps);
        if (!_engine.HasAnswer)
            return true;
        solution.LowerBound = _engine.Certificate.LowerBound;
        _writer!.WriteColumns(_engine, solution);
        result.LeaveTheRest();
        return true;
    }

    /// <summary>Reads structure and numbers; the first thing that speaks against this method, or null.</summary>
    private string? Refusal()
    {
        Prepare();
        if (_compiler is null)
            return _objection;
        string? objection = _compiler.Fill();
        if (_compiler.NeedsCurves)
        {
            Compile(closedPowers: false);
            if (_compiler is null)
                return _objection;
            objection = _compiler.Fill();
        }

        return objection ?? (_forced || _compiler.IsCurved ? null : "too little of the objective is curved for the dual Newton method");
    }

    private DualOutcome Run(DualNewtonEngine engine, SolveRequest request)
    {
        FactorFrame? frame = _structure!.Frame;
        if (request.ContinuesLast && engine.HasAnswer && frame is not { HasTurned: true })
            return engine.SolveAgain(_watch);
        _compiler!.Start.CopyTo(engine.Start);
        if (request.ContinuesLast && engine.HasAnswer)
        {
            // the curvature of the factors changed and turned them: what was known about prices belongs to the old axes
            frame!.Carry(engine.Point.Lambda);
            return engine.SolveFrom(engine.Point.Lambda, engine.Point.Nu, _watch);
        }

        if (request.Start is not { } start || !engine.Accepts(start))
            return engine.SolveCold(_watch);
        engine.Point.Lambda.Clear();
        if (frame is null)
            start.Factors.CopyTo(engine.Point.Lambda);
        else
            frame.ToFactors(start.Factors[..frame.Order], engine.Point.Lambda);
        return engine.SolveFrom(engine.Point.Lambda, start.Rows, _watch);
    }

    private static SolveStatus? StatusOf(DualOutcome outcome) => outcome switch
    {
        DualOutcome.Solved => SolveStatus.Optimal,
        DualOutcome.CutOff => SolveStatus.CutOff,
        DualOutcome.Cancelled => SolveStatus.Cancelled,
        DualOutcome.OutOfTime => SolveStatus.TimeLimit,
        _ => null,
    };

    /// <summary>Writes multipliers, images and flows of the last answer.</summary>
    public void Complete(Solution solution) => _writer!.Complete(_engine!, solution);

    /// <summary>The multipliers of the last answer; null if this method has not answered yet.</summary>
    public StartingPrices? Capture()
    {
        if (_engine is not { HasAnswer: true } engine)
            return null;
        if (_structure!.Frame is not { Turns: true } frame)
            return new StartingPrices(engine.Point.Lambda, engine.Point.Nu);
        double[] own = new double[engine.Point.Lambda.Length];
        frame.FromFactors(engine.Point.Lambda, own.AsSpan(0, frame.Order));
        return new StartingPrices(own, engine.Point.Nu);
    }

    /// <summary>Gives the workspace back. Answers of this solver may not be used any more; another solve makes a new workspace.</summary>
    public void Release()
    {
        if (_compiler is { } compiler) SpareArena.Return(compiler.Arena);
        (_compiler, _engine, _writer, _structureVersion) = (null, null, null, -1);
    }

    private void Prepare()
    {
        if (_structureVersion == _program.StructureVersion)
            return;
        _structureVersion = _program.StructureVersion;
        Compile(closedPowers: true);
    }

    private void Compile(bool closedPowers)
    {
        (_compiler, _engine, _writer) = (null, null, null);
        if (DualStructure.Read(_program, closedPowers, out _objection) is not { } structure)
            return;
        _structure = structure;
        _compiler = new DualCompiler(structure);
        _engine = new DualNewtonEngine(_compiler.Arena, _compiler.Program, _compiler.ListCapacity, _options);
        _writer = new AnswerWriter(structure, _compiler);
    }

    private static string Explain(DualOutcome outcome) => outcome switch
    {
        DualOutcome.Solved => "every coordinate has curvature or gets along with a proximal floor, and the limits are linear",
        DualOutcome.TooManySteps => "the dual Newton steps ran out",
        DualOutcome.ProximalStall => "the proximal rounds of the dual Newton method did not settle",
        DualOutcome.LostPivot => "the dual Newton system lost a pivot",
        DualOutcome.Diverged => "the dual value left every bound, as it does when limits exclude each other",
        DualOutcome.NotCertified => "the dual Newton answer did not pass its own certificate",
        DualOutcome.CutOff => "the dual value passed the cutoff",
        DualOutcome.OutOfTime => "the time limit came first",
        _ => "the solve was cancelled",
    };
}
