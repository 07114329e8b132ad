using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Solves a <see cref="SeparableDualProgram"/>: start, Newton loop (inside a proximal loop where curvature is missing), final pass.
/// All memory is taken when it is made; a solve allocates nothing.
/// </summary>
/// <remarks>One instance, one thread at a time.</remarks>
internal sealed class DualNewtonEngine
{
    /// <summary>Tolerance of the first proximal round.</summary>
    private const double FirstRoundTolerance = 1e-5;

    /// <summary>Each round is solved to this part of the error that the one before left.</summary>
    private const double RoundTightening = 0.1;

    /// <summary>Times the final pass is tried.</summary>
    private const int Attempts = 3;

    /// <summary>Each refusal of the final pass makes the loop's tolerance smaller by this factor.</summary>
    private const double AttemptTightening = 0.01;

    /// <summary>Rounds before slow ones count.</summary>
    private const int PatientRounds = 4;

    /// <summary>A round is slow where the error fell to more than this part.</summary>
    private const double SlowRound = 0.5;

    /// <summary>What a floor shrinks by where rounds are slow and easy.</summary>
    private const double FloorReduction = 0.2;

    /// <summary>What a floor grows by where a round takes too many steps.</summary>
    private const double FloorIncrease = 10;

    /// <summary>A round of more steps than this has too little curvature.</summary>
    private const int MostStepsOfARound = 40;

    /// <summary>A round of at most so many steps can do with less curvature.</summary>
    private const int EasySteps = 4;

    /// <summary>Without floors, more steps than this call for them.</summary>
    private const int MostPlainSteps = 100;

    /// <summary>A round that leaves less than this of the objective to change may already be proved.</summary>
    private const double WorthProving = 1e-8;

    /// <summary>After a refusal the next proof is tried when so much less is left.</summary>
    private const double ProvingAgain = 0.1;

    /// <summary>Rounds that go well are ended early only by a gap of this part of the tolerance: where the objective is flat, weights are a root of the gap away.</summary>
    private const double EarlyPart = 0.01;

    private readonly SeparableDualProgram _program;
    private readonly DualNewtonOptions _options;
    private readonly DualPoint _point;
    private readonly ReferencePoint _reference;
    private readonly ProximalTerm _proximal;
    private readonly NewtonLoop _loop;
    private readonly ColdStart _coldStart;
    private readonly FinalPass _finalPass;
    private readonly Slab _start;
    private bool _isProved;

    public DualNewtonEngine(Arena arena, SeparableDualProgram program, int listCapacity, DualNewtonOptions options)
    {
        (_program, _options) = (program, options);
        _point = new DualPoint(arena, program);
        _reference = new ReferencePoint(arena, program);
        _proximal = new ProximalTerm(arena, program);
        _loop = new NewtonLoop(arena, program, _point, _reference, _proximal, listCapacity) { ExposureTolerance = options.ExposureTolerance };
        _coldStart = new ColdStart(arena, program);
        _finalPass = new FinalPass(arena, program);
        _start = arena.Doubles(program.Functions.Padded);
    }

    public DualPoint Point => _point;

    public DualCertificate Certificate { get; private set; }

    /// <summary>Whether the last solve ended with a certified answer or a proved cutoff.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Newton steps of the last solve.</summary>
    public int Steps => _loop.Iterations;

    public NewtonLoop Loop => _loop;

    /// <summary>After a solve: exact prices at the answer.</summary>
    public ReferencePoint Reference => _reference;

    /// <summary>Proximal rounds of the last solve; 1 where there is no proximal term.</summary>
    public int Rounds { get; private set; }

    /// <summary>Times the final pass sent the loop back.</summary>
    public int Refusals { get; private set; }

    /// <summary>Passes over all loadings in the last solve.</summary>
    public int Passes => _reference.Passes;

    /// <summary>Where proximal centres begin; zero unless set. Held over solves.</summary>
    public Span<double> Start => _start.Span;

    /// <summary>Solves from zero prices.</summary>
    public DualOutcome SolveCold(LoopWatch watch)
    {
        _proximal.Prepare(Start);
        _loop.BeginSolve();
        _coldStart.Begin(_point, _reference, _proximal.Linear);
        return Finish(watch);
    }

    /// <summary>Solves from given multipliers: an explicit input, so that the result depends on nothing else.</summary>
    public DualOutcome SolveFrom(ReadOnlySpan<double> lambda, ReadOnlySpan<double> nu, LoopWatch watch)
    {
        _proximal.Prepare(Start);
        _loop.BeginSolve();
        lambda.CopyTo(_point.Lambda);
        nu.CopyTo(_point.Nu);
        RestoreSides();
        _program.Rows.Combine(_point.Lambda, _point.Nu, _point.Combined);
        _reference.Recompute(_point);
        _point.ForgetAnswers();
        return Finish(watch);
    }

    /// <summary>Solves from where the last solve ended; only linear parts, functions and sides may have changed since.</summary>
    public DualOutcome SolveAgain(LoopWatch watch)
    {
        _proximal.Prepare(_point.X);
        _loop.BeginSolve();
        RestoreSides();
        return Finish(watch);
    }

    /// <summary>Whether these multipliers belong to a program of this shape.</summary>
    public bool Accepts(StartingPrices start) => start.Factors.Length == _point.Lambda.Length && start.Rows.Length == _point.Nu.Length;

    /// <summary>A multiplier whose side is infinite is not allowed; it starts at zero.</summary>
    private void RestoreSides()
    {
        Span<double> nu = _point.Nu;
        for (int r = 0; r < _program.Rows.Count; r++)
            if (double.IsInfinity(nu[r] > 0 ? _program.Rows.Upper[r] : _program.Rows.Lower[r]))
                nu[r] = 0;
    }

    private DualOutcome Finish(LoopWatch watch)
    {
        (Refusals, HasAnswer, _isProved) = (0, false, false);
        double loopTolerance = _options.LoopTolerance;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            _loop.Screening = _options.Screening && attempt < 2;
            DualOutcome outcome = RunRounds(loopTolerance, watch);
            if (outcome != DualOutcome.Solved)
                return outcome;
            if (!_isProved)
                Prove();
            if (_isProved)
            {
                watch.Relate(Certificate.Objective);
                HasAnswer = true;
                return DualOutcome.Solved;
            }

            Refusals++;
            loopTolerance *= AttemptTightening;
        }

        return DualOutcome.NotCertified;
    }

    /// <summary>The full pass at the present multipliers: the answer is proved where it holds within the tolerance.</summary>
    private void Prove()
    {
        Certificate = _finalPass.Run(_point, _reference, _proximal);
        _isProved = Certificate.RelativeGap <= _options.Tolerance && Certificate.Violation <= _options.Tolerance;
    }

    /// <summary>
    /// The same before the rounds have settled. An objective below its own bound means that what is still violated counts at the program's scales: then they go on.
    /// </summary>
    /// <param name="gap">The largest relative gap that ends them.</param>
    private void ProveEarly(double gap)
    {
        Prove();
        _isProved &= Certificate.RelativeGap <= gap && Certificate.LowerBound - Certificate.Objective <= _options.Tolerance * Math.Abs(Certificate.Objective);
    }

    private DualOutcome RunRounds(double tolerance, LoopWatch watch)
    {
        if (_proximal.Count == 0)
        {
            Rounds = 1;
            LoopEnd plain = RunLoop(tolerance, watch, Math.Min(_options.MaxSteps, _loop.Iterations + MostPlainSteps));
            if (plain != LoopEnd.IterationLimit || _loop.Iterations >= _options.MaxSteps)
                return Outcome(plain);
            ProveEarly(_options.Tolerance);
            if (_isProved)
                return DualOutcome.Solved;
            _proximal.Raise(FloorIncrease, _point.X);
            _loop.Reconsider();
        }

        double error = FirstRoundTolerance / RoundTightening, worthProving = WorthProving;
        for (Rounds = 1; Rounds <= _options.MaxRounds; Rounds++)
        {
            double inner = Math.Max(tolerance, Math.Min(FirstRoundTolerance, RoundTightening * error));
            int begun = _loop.Iterations;
            LoopEnd end = RunLoop(inner, watch, Math.Min(_options.MaxSteps, begun + MostStepsOfARound));
            if (end == LoopEnd.IterationLimit)
            {
                // perhaps only rounding is left: where curvature is small, prices cannot place x any better, and repair can
                ProveEarly(_options.Tolerance);
                if (_isProved)
                    return DualOutcome.Solved;
                if (_loop.Iterations >= _options.MaxSteps)
                    return DualOutcome.TooManySteps;
                // the functions are too nearly linear for Newton's method: more curvature, and the same centres again
                _proximal.Raise(FloorIncrease, _point.X);
                _loop.Reconsider();
                continue;
            }

            if (end != LoopEnd.Converged)
                return Outcome(end);
            double before = error;
            error = _proximal.Recentre(_point.X);
            double size = Math.Max(1, Size());
            if (error <= tolerance * size && inner <= tolerance)
                return DualOutcome.Solved;
            if (error <= worthProving * size)
            {
                ProveEarly(EarlyPart * _options.Tolerance);
                if (_isProved)
                    return DualOutcome.Solved;
                worthProving = ProvingAgain * error / size;
            }

            if (Rounds < PatientRounds || error < SlowRound * before || _loop.Iterations - begun > EasySteps)
                continue;
            _proximal.Rescale(_loop.Iterations - begun > 1 ? FloorReduction : FloorReduction * FloorReduction);
            _loop.Reconsider();
        }

        return DualOutcome.ProximalStall;
    }

    private double Size() => Math.Abs(DualValue.Estimate(_program, _point, _program.Rows.OfBudgets(_reference.Nu)));

    /// <summary>One run of steps. Where it ends above the cutoff the exact bound decides; if that does not hold, the run goes on without a cutoff.</summary>
    private LoopEnd RunLoop(double tolerance, LoopWatch watch, int limit)
    {
        double cutoff = watch.Cutoff;
        LoopEnd end = _loop.Run(tolerance, tolerance, limit, watch);
        if (end != LoopEnd.AboveCutoff)
            return end;
        Certificate = _finalPass.RunBound(_point, _reference);
        if (Certificate.LowerBound > cutoff)
        {
            HasAnswer = true;
            return LoopEnd.AboveCutoff;
        }

        watch.Cutoff = double.PositiveInfinity;
        end = _loop.Run(tolerance, tolerance, limit, watch);
        watch.Cutoff = cutoff;
        return end;
    }

    private static DualOutcome Outcome(LoopEnd end) => end switch
    {
        LoopEnd.Converged => DualOutcome.Solved,
        LoopEnd.IterationLimit => DualOutcome.TooManySteps,
        LoopEnd.LostPivot => DualOutcome.LostPivot,
        LoopEnd.Cancelled => DualOutcome.Cancelled,
        LoopEnd.OutOfTime => DualOutcome.OutOfTime,
        LoopEnd.AboveCutoff => DualOutcome.CutOff,
        _ => DualOutcome.Diverged,
    };
}
