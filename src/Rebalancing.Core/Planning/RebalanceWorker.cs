using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>One recorded program, its solver and their memory. Used by one thread at a time; a second account allocates nothing in lowering and solving.</summary>
internal sealed class RebalanceWorker(Mandate mandate, RebalanceSettings settings, Widening? widening = null, TaxChoice? choice = null)
{
    /// <summary>Part of account value that costs may take before the first solve; most plans cost a tenth of it.</summary>
    private const double FirstAllowance = 0.01;

    /// <summary>Cash above its band that counts as rounding: 0.0001 bp of account value.</summary>
    private const double CashTolerance = 1e-8;

    /// <summary>Rounds of settling costs; the error shrinks by about a thousand in each.</summary>
    private const int MostSettlements = 8;

    /// <summary>An answer whose recomputed violation of a limit is larger than this is not called optimal, whatever the engine says.</summary>
    private const double WorstViolation = 1e-6;

    /// <summary>Nor one whose proven gap is larger than this, of the objective's size or absolutely: 0.001 bp of account value.</summary>
    private const double WorstRelativeGap = 1e-6, WorstGap = 1e-7;

    /// <summary>By how much more than needed limits give way, priced: 0.0001 bp to 0.01 bp of account value, far below what a report shows.</summary>
    private const double FirstHair = 1e-8, LastHair = 1e-6;

    private static readonly SolveRequest Continue = new() { ContinuesLast = true }, Doubted = new() { ExpectsInfeasibility = true };

    private readonly MandateScript _script = new(mandate);
    private readonly RecordingWriter _recorder = new(new MandateScript(mandate)) { Widening = widening, TaxChoice = choice ?? new TaxChoice() };
    private readonly EvaluatingWriter _evaluator = new(new MandateScript(mandate));
    private readonly TaxSearch? _taxes = choice is null ? TaxSearch.Of(mandate, settings, widening) : null;
    private readonly FaceSearch _face = new(settings.Solver);
    private readonly MandateSolver _solver = new(settings.Solver, settings.Discrete, owner => owner >= mandate.Objective.Parts.Count && owner < mandate.Owners && mandate.Owner(owner) is RoundLots);
    private SolveResult? _last;
    private StartingPrices? _start;
    private int _iterations;

    /// <summary>Iterations over all solves of the account solved last.</summary>
    public int Iterations => _taxes?.Iterations ?? _iterations;

    public Block Holdings => Answering._recorder.Holdings;

    public Block Trades => Answering._recorder.Trades;

    /// <summary>The flows of the tax lots; asked for only where some cost or limit speaks of lots.</summary>
    public Block LotFlows => Answering._recorder.SaidLotFlows ?? throw new InvalidOperationException("nothing in the mandate speaks of tax lots");

    /// <summary>The program that was solved last, with its numbers: the recorded one, or under discrete rules the convex one that the decided choices leave.</summary>
    public StructuredProgram Program => Answering is { _last: { } last } && (Answering._solver.Found is not null || Answering._solver.LeavesLots) ? last.Solution.Program : Answering._recorder.Program;

    /// <summary>Whether the next solve starts where the last one ended.</summary>
    public bool ContinuesLast { get; set; }

    /// <summary>A solve that proves that every plan has a larger objective may stop with <see cref="SolveStatus.CutOff"/>; default infinite, never.</summary>
    public double Cutoff { get; set; } = double.PositiveInfinity;

    /// <summary>When the solves for this account must end; <see cref="Solve"/> starts the clock, a search that solves with this worker hands on its own.</summary>
    public Deadline Within { get; set; }

    /// <summary>With taxes several workers solve; this one's last solve is the answer.</summary>
    private RebalanceWorker Answering => _taxes?.Best ?? this;

    /// <summary>Whether answers are tried and judged by whoever asks, so that no certificate is made with them.</summary>
    public bool IsTrial { get; init; }

    public void ForgetIterations() => _iterations = 0;

    /// <summary>Everything that takes time for an account: search where its taxes need one; otherwise one convex program.</summary>
    /// <param name="account">Of the mandate's universe.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <param name="start">Multipliers to start from; null for the beginning. A search has its own.</param>
    public SolveResult Solve(Account account, CancellationToken cancellation, StartingPrices? start = null)
    {
        _iterations = 0;
        _start = start;
        TiesWereBroken = false;
        Within = Deadline.After(settings.Solver.TimeLimit);
        if (_taxes is not null) return _taxes.Solve(account, Within, cancellation);
        SolveResult result = SolveConvex(account, cancellation);
        if (result.Status == SolveStatus.Optimal && _solver is { Found: null, LeavesLots: false } && settings.BreakTies && _face.IsWorthALook(_recorder.Program, _recorder.Holdings))
            TiesWereBroken = _face.Run(result, _recorder.Holdings, account.View.Weights, account.Universe.SymbolRanks, cancellation);
        return result;
    }

    /// <summary>Whether the account solved last had several best plans, of which one was chosen.</summary>
    public bool TiesWereBroken { get; private set; }

    /// <summary>One convex program: pour in the account's numbers, solve, settle its costs.</summary>
    public SolveResult SolveConvex(Account account, CancellationToken cancellation)
    {
        SolveResult result = SolveOnce(account, FirstAllowance, costsAreFixed: false, cancellation);
        if (!_script.HasPaidCosts || (double.IsPositiveInfinity(_recorder.CashUpper) && !_recorder.HasCash)) return result;
        if (result.Status == SolveStatus.Infeasible) result = SolveOnce(account, 1.0, costsAreFixed: false, cancellation, Doubted);
        return SettleCosts(account, result, cancellation);
    }

    /// <summary>
    /// Where money is worth nothing to the objective, the optimiser leaves the cost allowance in cash, above the cash band, or wastes it where cash has a price. Then costs are fixed
    /// at what the trades cost and the account is solved again; the error shrinks by the cost of a unit traded each time, a factor of about a thousand.
    /// </summary>
    private SolveResult SettleCosts(Account account, SolveResult result, CancellationToken cancellation)
    {
        for (int round = 0; round < MostSettlements && result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap; round++)
        {
            ReadOnlySpan<double> weights = result.Values(_recorder.Holdings);
            double cash = 1;
            foreach (double weight in weights) cash -= weight;
            _evaluator.EvaluateSettlement(account.View, weights, cash);
            double paid = _evaluator.PaidCosts;
            bool isWasted = _recorder.HasCash && cash - paid - result.Values(_recorder.Cash)[0] > CashTolerance;
            if (!isWasted && cash - paid <= _recorder.CashUpper + CashTolerance && (round == 0 || cash - paid >= _recorder.CashLower - CashTolerance)) return result;
            result = SolveOnce(account, paid, costsAreFixed: true, cancellation);
        }
        return result;
    }

    private SolveResult SolveOnce(Account account, double allowance, bool costsAreFixed, CancellationToken cancellation, SolveRequest? request = null)
    {
        _recorder.CostAllowance = allowance;
        _recorder.CostsAreFixed = costsAreFixed;
        StructuredProgram program = _recorder.Read(account.View);
        _last = request is not null ? _solver.Solve(program, request, Within, cancellation)
            : double.IsFinite(Cutoff) ? _solver.Solve(program, new SolveRequest { ContinuesLast = ContinuesLast, Start = _start, ObjectiveCutoff = Cutoff }, Within, cancellation)
            : ContinuesLast ? _solver.Solve(program, Continue, Within, cancellation)
            : _solver.Solve(program, _start, Within, cancellation);
        _iterations += _solver.Iterations;
        return _last;
    }

    /// <summary>Solves and copies out what must outlive the solver's memory.</summary>
    /// <param name="account">Of the mandate's universe.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <param name="start">Multipliers to start from; null for the beginning.</param>
    /// <param name="keep">Whether the outcome keeps what an explanation and a what-if need.</param>
    public RebalanceOutcome Rebalance(Account account, CancellationToken cancellation, StartingPrices? start = null, bool keep = false)
    {
        SolveResult result = Solve(account, cancellation, start);
        RebalanceStatus status = StatusOf(result.Status);
        string engine = result.Engine.ToString() + ": " + result.EngineReason;
        if (status is RebalanceStatus.Infeasible or RebalanceStatus.NumericalFailure) return Explain(account, status, engine, cancellation);
        if (status == RebalanceStatus.Unbounded)
            return new RebalanceOutcome { Status = status, Engine = engine, Iterations = Iterations, Problems = Trouble.OfUnbounded(mandate, account, result.Values(Holdings)) };
        if (status is not (RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap))
            return new RebalanceOutcome { Status = status, Engine = engine, Iterations = Iterations };
        double[] weights = result.Values(Holdings).ToArray();
        if (Answering._solver.Found is { } found) return Discrete(found, result, weights);
        double[] lotSales = _taxes is null ? [] : SalesOf(account, result.Values(LotFlows));
        if (Answering._solver.LeavesLots) status = RebalanceStatus.OptimalWithinGap;
        if (_taxes is { IsProved: false }) status = RebalanceStatus.OptimalWithinGap;
        if (!settings.Certify && (widening is null || IsTrial) && result.Engine != EngineKind.InteriorPoint)
            return new RebalanceOutcome { Status = status, LeavesLots = Answering._solver.LeavesLots, Weights = weights, LotSales = lotSales, Engine = engine, Iterations = Iterations, Start = start, TiesWereBroken = TiesWereBroken, Kept = keep ? Keep(new AnswerSnapshot(result.Solution)) : null };
        Certificate certificate = Certified(result);
        if (!(certificate.RelativePrimalResidual <= WorstViolation))
            return new RebalanceOutcome { Status = RebalanceStatus.NumericalFailure, Certificate = certificate, Engine = engine, Iterations = Iterations, Problems = Trouble.OfNumbers(mandate, account, Program) };
        return new RebalanceOutcome
        {
            Status = result.Certificate.Gap <= Math.Max(WorstGap, WorstRelativeGap * Math.Abs(certificate.Objective)) ? status : RebalanceStatus.OptimalWithinGap,
            Kept = keep ? Keep(new AnswerSnapshot(result.Solution)) : null,
            LeavesLots = Answering._solver.LeavesLots,
            Weights = weights,
            LotSales = lotSales,
            TiesWereBroken = TiesWereBroken,
            Certificate = certificate,
            Engine = engine,
            Iterations = Iterations,
        };
    }

    private KeptAnswer Keep(AnswerSnapshot numbers)
    {
        RecordingWriter recorder = Answering._recorder;
        return new KeptAnswer(numbers, recorder.CostAllowance, recorder.CostsAreFixed, widening, CapturePrices()) { Choice = recorder.TaxChoice.Copy(), SearchBound = _taxes?.Bound ?? double.PositiveInfinity };
    }

    /// <summary>The point of branch and bound. Where a limit of nodes or time came first, the gap that was proved until then stands.</summary>
    private RebalanceOutcome Discrete(DiscreteResult found, SolveResult result, double[] weights)
    {
        Certificate point = result.Certificate;
        if (!(point.RelativePrimalResidual <= WorstViolation))
            return new RebalanceOutcome { Status = RebalanceStatus.NumericalFailure, Certificate = point, Engine = "branch and bound", Iterations = Iterations };
        return new RebalanceOutcome
        {
            Status = found.Status == SolveStatus.Optimal ? RebalanceStatus.Optimal : RebalanceStatus.OptimalWithinGap,
            Weights = weights,
            Certificate = point with { Objective = found.Objective, LowerBound = found.Bound },
            Discrete = new DiscreteReport(found.Objective, found.Bound, found.RootBound, found.Nodes, found.Solves),
            Engine = FormattableString.Invariant($"branch and bound: {found.Nodes} nodes, {found.Status}; the last convex program by {result.Engine}"),
            Iterations = Iterations,
        };
    }

    /// <summary>Solves once more and has the answer checked by code that shares nothing with the engines.</summary>
    public Certificate Certify(Account account, StartingPrices? start) => Certified(Solve(account, CancellationToken.None, start));

    private Certificate Certified(SolveResult result) => KeptAnswer.OfSearch(result.Certificate, _taxes?.Bound ?? double.PositiveInfinity);

    /// <summary>The multipliers of the last answer, to start the next solve from; null where the engine has none.</summary>
    public StartingPrices? CapturePrices() => _solver.CapturePrices();

    /// <summary>Gives working memory back for the next worker of this thread. This one must not be used any more; what it copied out stays.</summary>
    public void Release() => _solver.Release();

    /// <summary>Value sold from each lot, fraction of account value.</summary>
    private static double[] SalesOf(Account account, ReadOnlySpan<double> flows)
    {
        var sold = new double[account.Lots.Count];
        for (int l = 0; l < sold.Length; l++) sold[l] = flows[account.Lots.FlowOfLot[l]];
        return sold;
    }

    /// <summary>Which limits collide. Where the engine failed and limits collide, that is why.</summary>
    private RebalanceOutcome Explain(Account account, RebalanceStatus status, string engine, CancellationToken cancellation)
    {
        if (widening is not null) return new RebalanceOutcome { Status = status, Engine = engine, Iterations = Iterations };
        Relaxation? relaxation = Relaxation.Find(new ElasticMandate(mandate, account, settings.Solver, cancellation));
        IReadOnlyList<Conflict> conflicts = relaxation?.Conflicts ?? [];
        if (conflicts.Count > 0 && settings.WhenInfeasible == InfeasiblePolicy.RelaxByPriority)
        {
            // a program with other bounds: a worker of its own, which nobody needs again; a wider hair where the solver finds no inside
            for (double hair = FirstHair; hair <= LastHair; hair *= 10)
            {
                Widening given = relaxation!.Widened(hair);
                RebalanceOutcome relaxed = new RebalanceWorker(mandate, settings, given).Rebalance(account, cancellation, keep: true);
                if (relaxed.Status is RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap)
                    return relaxed with { Status = RebalanceStatus.Relaxed, Given = given, Conflicts = conflicts, Iterations = Iterations + relaxed.Iterations };
            }
        }
        status = conflicts.Count > 0 ? RebalanceStatus.Infeasible : status;
        return new RebalanceOutcome
        {
            Status = status,
            Engine = engine,
            Iterations = Iterations,
            Conflicts = conflicts,
            Problems = status == RebalanceStatus.NumericalFailure ? Trouble.OfNumbers(mandate, account, Program) : [],
        };
    }

    private static RebalanceStatus StatusOf(SolveStatus status) => status switch
    {
        SolveStatus.Optimal => RebalanceStatus.Optimal,
        SolveStatus.OptimalWithinGap => RebalanceStatus.OptimalWithinGap,
        SolveStatus.Infeasible => RebalanceStatus.Infeasible,
        SolveStatus.Unbounded => RebalanceStatus.Unbounded,
        SolveStatus.IterationLimit => RebalanceStatus.IterationLimit,
        SolveStatus.TimeLimit => RebalanceStatus.TimeLimit,
        SolveStatus.Cancelled => RebalanceStatus.Cancelled,
        SolveStatus.NumericalFailure => RebalanceStatus.NumericalFailure,
        _ => throw new InvalidOperationException($"unknown status {status}"),
    };
}
