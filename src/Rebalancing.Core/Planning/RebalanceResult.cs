using Rebalancing.Planning;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>What came out for one account: a plan, or the reason why there is none.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed partial class RebalanceResult
{
    private readonly Lazy<Plan?> _plan;
    private readonly Lazy<ConflictReport?> _conflictReport;
    private readonly Lazy<Certificate> _certificate;
    private readonly Lazy<double> _objective;
    private readonly Lazy<DiscreteReport?> _discrete;

    internal RebalanceResult(
        Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, PlanWriters? writers = null, IReadOnlyList<Override>? overrides = null, Mandate? asWritten = null)
    {
        Mandate = mandate;
        Account = account;
        Outcome = outcome;
        Settings = settings;
        Overrides = overrides ?? [];
        _asWritten = asWritten ?? mandate;
        _conflictReport = new Lazy<ConflictReport?>(FindConflicts);
        _plan = new Lazy<Plan?>(() => IsOptimal ? (writers ?? new PlanWriters(mandate, settings)).Write(account, outcome) : null);
        // whole lots that were left to rounding: the optimum without them is the bound
        _discrete = new Lazy<DiscreteReport?>(() => outcome.Discrete ?? (outcome.LeavesLots && Plan is { } plan ? new DiscreteReport(plan.Total.Plan.Value, Certificate.LowerBound, Certificate.LowerBound, 1, 1 + plan.Rounding.Rounds) : null));
        _certificate = new Lazy<Certificate>(() => outcome.Certificate ?? (!IsOptimal ? RebalanceOutcome.NoCertificate : outcome.Kept?.Certify(mandate, account) ?? new RebalanceWorker(mandate, settings).Certify(account, outcome.Start)));
        _objective = new Lazy<double>(() => outcome.Certificate?.Objective ?? (IsOptimal ? ObjectiveAt.Weights(mandate, account, outcome.Weights, outcome.LotSales) : double.NaN));
    }

    /// <summary>What was wanted.</summary>
    public Mandate Mandate { get; }

    /// <summary>Where trading starts.</summary>
    public Account Account { get; }

    /// <summary>How it ended.</summary>
    public RebalanceStatus Status => Outcome.Status;

    /// <summary>Whether there is a plan.</summary>
    public bool IsOptimal => Status is RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap or RebalanceStatus.Relaxed;

    /// <summary>The trade list; null without an optimal answer. Written on first request.</summary>
    public Plan? Plan => _plan.Value;

    /// <summary>Optimal weights before any rounding of quantities, fractions of account value, in universe order; empty without an optimal answer.</summary>
    public ReadOnlySpan<double> Weights => Outcome.Weights;

    /// <summary>Objective per year at <see cref="Weights"/>; NaN without an optimal answer.</summary>
    public double Objective => _objective.Value;

    /// <summary>
    /// What was proved about the answer, recomputed from the program as it was written. Where costs had to be fixed to keep cash below its upper limit, that program
    /// takes the costs of these very trades as given.
    /// </summary>
    /// <remarks>
    /// Where the settings did not ask for it beforehand, the first request makes it, on the calling thread. A result of a batch, which keeps no multipliers, is solved once more for it, with the same bits.
    /// </remarks>
    public Certificate Certificate => _certificate.Value;

    /// <summary>Which engine ran, and why.</summary>
    public string Engine => Outcome.Engine;

    /// <summary>Iterations of the engine, over all its solves for this account.</summary>
    public int Iterations => Outcome.Iterations;

    /// <summary>
    /// Whether several plans were as good as one another, so that the rule for ties chose: the one that trades least (the sum of all trades' sizes), and among those the one that trades
    /// assets whose symbols come first (ordinal order). False where the plan is the only best one. Not looked for under discrete rules and taxes on lots, nor by the scenario engine.
    /// </summary>
    public bool TiesWereBroken => Outcome.TiesWereBroken;

    /// <summary>What branch and bound proved; null where the mandate has no discrete rule or there is no plan.</summary>
    public DiscreteReport? Discrete => _discrete.Value;

    /// <summary>What is wrong, in sentences: what in the account contradicts the mandate (Rejected), which assets run away (Unbounded), which numbers upset the solver (NumericalFailure); otherwise empty.</summary>
    public IReadOnlyList<string> Problems => Outcome.Problems;

    /// <summary>Which limits give way, and by how much, in the cheapest relaxation; empty unless the status is Infeasible, or Relaxed: then they did give way.</summary>
    public IReadOnlyList<Conflict> Conflicts => Outcome.Conflicts;

    /// <summary>
    /// Why the limits cannot all hold: the sets of limits that collide, what would be enough, and the cheapest relaxation. Null unless the status is Infeasible or Relaxed.
    /// Found on first request, by some small solves on this thread.
    /// </summary>
    public ConflictReport? ConflictReport => _conflictReport.Value;

    internal RebalanceOutcome Outcome { get; }

    internal RebalanceSettings Settings { get; }

    private ConflictReport? FindConflicts()
    {
        if (Conflicts.Count == 0) return null;
        var question = new ElasticMandate(Mandate, Account, Settings.Solver, CancellationToken.None);
        return Relaxation.Find(question) is { } relaxation ? new ConflictSearch(question, relaxation).Report() : new ConflictReport([], Conflicts);
    }

    /// <summary>The plan.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says why.</exception>
    public Plan GetPlanOrThrow() => Plan ?? throw new InvalidOperationException(Status == RebalanceStatus.Rejected
        ? string.Join(" ", Problems)
        : $"There is no plan{(Account.Id.Length == 0 ? "" : " for account " + Account.Id)}: {Status}. {(Conflicts.Count > 0 ? string.Join("; ", Conflicts) : Engine)}");

    /// <summary>One line, for logs; <see cref="Plan"/> has the memo.</summary>
    public override string ToString() => (Account.Id.Length == 0 ? "" : Account.Id + ": ") + (Plan is { } plan
        ? $"{Status}. {plan.ToLine()}{(TiesWereBroken ? ". Other plans are as good; this one trades least, then by symbol" : "")}{(Outcome.Certificate is not null && Proof is { } proof ? $". {proof}" : "")}"
        : FormattableString.Invariant($"{Status}. {string.Join("; ", Problems.Concat(Conflicts.Select(conflict => conflict.ToString())))}"));
}
