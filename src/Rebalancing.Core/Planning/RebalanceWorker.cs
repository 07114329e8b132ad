using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>One recorded program, its solver and their memory. Used by one thread at a time; a second account allocates nothing in lowering and solving.</summary>
internal sealed class RebalanceWorker(Mandate mandate, RebalanceSettings settings, Widening? widening = null)
{
    /// <summary>Part of account value that costs may take before the first solve; most plans cost a tenth of it.</summary>
    private const double FirstAllowance = 0.01;

    /// <summary>Cash above its band that counts as rounding: 0.0001 bp of account value.</summary>
    private const double CashTolerance = 1e-8;

    private const int MostSettlements = 8;

    /// <summary>An answer whose recomputed violation of a limit is larger than this is not called optimal, whatever the engine says.</summary>
    private const double WorstViolation = 1e-6;

    /// <summary>Nor one whose proven gap is larger than this, of the objective's size or absolutely: 0.001 bp of account value.</summary>
    private const double WorstRelativeGap = 1e-6, WorstGap = 1e-7;

    /// <summary>By how much more than needed limits give way, priced: 0.0001 bp to 0.01 bp of account value, far below what a report shows.</summary>
    private const double FirstHair = 1e-8, LastHair = 1e-6;

    private readonly MandateScript _script = new(mandate);
    private readonly RecordingWriter _recorder = new(new MandateScript(mandate)) { Widening = widening };
    private readonly EvaluatingWriter _evaluator = new(new MandateScript(mandate));
    private ProgramSolver? _solver;
    private StartingPrices? _start;

    /// <summary>Iterations over all solves of the account solved last.</summary>
    public int Iterations { get; private set; }

    public Block Holdings => _recorder.Holdings;

    public Block Trades => _recorder.Trades;

    /// <summary>The recorded program, with the numbers of the account solved last.</summary>
    public StructuredProgram Program => _recorder.Program;

    /// <summary>Everything that takes time for an account: pour in its numbers, solve, settle its costs.</summary>
    /// <param name="account">Of the mandate's universe.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <param name="start">Multipliers to start from; null for the beginning.</param>
    public SolveResult Solve(Account account, CancellationToken cancellation, StartingPrices? start = null)
    {
        Iterations = 0;
        _start = start;
        SolveResult result = SolveOnce(account, FirstAllowance, costsAreFixed: false, cancellation);
        if (!_script.HasPaidCosts || double.IsPositiveInfinity(_recorder.CashUpper)) return result;
        if (result.Status == SolveStatus.Infeasible) result = SolveOnce(account, 1.0, costsAreFixed: false, cancellation);
        return SettleCosts(account, result, cancellation);
    }

    /// <summary>
    /// Where money is worth nothing to the objective, the optimiser leaves the cost allowance in cash, above the cash band. Then costs are fixed at what the
    /// trades cost and the account is solved again; the error shrinks by the cost of a unit traded each time, a factor of about a thousand.
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
            if (cash - paid <= _recorder.CashUpper + CashTolerance && (round == 0 || cash - paid >= _recorder.CashLower - CashTolerance)) return result;
            result = SolveOnce(account, paid, costsAreFixed: true, cancellation);
        }
        return result;
    }

    private SolveResult SolveOnce(Account account, double allowance, bool costsAreFixed, CancellationToken cancellation)
    {
        _recorder.CostAllowance = allowance;
        _recorder.CostsAreFixed = costsAreFixed;
        StructuredProgram program = _recorder.Read(account.View);
        _solver ??= new ProgramSolver(program, settings.Solver);
        SolveResult result = _solver.Solve(_start, cancellation);
        Iterations += result.Iterations;
        return result;
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
        string engine = $"{result.Engine}: {result.EngineReason}";
        if (status is RebalanceStatus.Infeasible or RebalanceStatus.NumericalFailure) return Explain(account, status, engine, cancellation);
        if (status == RebalanceStatus.Unbounded)
            return new RebalanceOutcome { Status = status, Engine = engine, Iterations = Iterations, Problems = Trouble.OfUnbounded(mandate, account, result.Values(_recorder.Holdings)) };
        if (status is not (RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap))
            return new RebalanceOutcome { Status = status, Engine = engine, Iterations = Iterations };
        double[] weights = result.Values(_recorder.Holdings).ToArray();
        if (!settings.Certify && widening is null && result.Engine != EngineKind.InteriorPoint)
            return new RebalanceOutcome { Status = status, Weights = weights, Engine = engine, Iterations = Iterations, Start = start, Kept = keep ? Keep(new AnswerSnapshot(result.Solution)) : null };
        Certificate certificate = result.Certificate;
        if (!(certificate.RelativePrimalResidual <= WorstViolation))
            return new RebalanceOutcome { Status = RebalanceStatus.NumericalFailure, Certificate = certificate, Engine = engine, Iterations = Iterations, Problems = Trouble.OfNumbers(mandate, account, Program) };
        return new RebalanceOutcome
        {
            Status = certificate.Gap <= Math.Max(WorstGap, WorstRelativeGap * Math.Abs(certificate.Objective)) ? status : RebalanceStatus.OptimalWithinGap,
            Kept = keep ? Keep(new AnswerSnapshot(result.Solution)) : null,
            Weights = weights,
            Certificate = certificate,
            Engine = engine,
            Iterations = Iterations,
        };
    }

    private KeptAnswer Keep(AnswerSnapshot numbers) => new(numbers, _recorder.CostAllowance, _recorder.CostsAreFixed, widening, CapturePrices());

    /// <summary>Solves once more and has the answer checked by code that shares nothing with the engines.</summary>
    public Certificate Certify(Account account, StartingPrices? start) => Solve(account, CancellationToken.None, start).Certificate;

    /// <summary>The multipliers of the last answer, to start the next solve from; null where the engine has none.</summary>
    public StartingPrices? CapturePrices() => _solver?.CapturePrices();

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
                RebalanceOutcome relaxed = new RebalanceWorker(mandate, settings, relaxation!.Widened(hair)).Rebalance(account, cancellation, keep: true);
                if (relaxed.Status is RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap)
                    return relaxed with { Status = RebalanceStatus.Relaxed, Conflicts = conflicts, Iterations = Iterations + relaxed.Iterations };
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
