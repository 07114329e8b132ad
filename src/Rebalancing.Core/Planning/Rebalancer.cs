using Rebalancing.Planning;

namespace Rebalancing;

/// <summary>
/// Turns accounts into plans under one mandate. The mandate is checked and its program recorded once; each further account only pours in its numbers.
/// </summary>
/// <remarks>Thread-safe: each thread that calls uses a worker of its own, kept for the next call.</remarks>
public sealed class Rebalancer
{
    private readonly Idle<RebalanceWorker> _workers = new();
    private readonly PlanWriters _writers;
    private bool _leavesUntraded;

    /// <param name="mandate">What is wanted.</param>
    /// <param name="universe">The assets; accounts must be of the same universe.</param>
    /// <param name="settings">How plans are solved and written; null for the defaults.</param>
    /// <exception cref="MandateException">The mandate does not fit the universe; lists every problem.</exception>
    public Rebalancer(Mandate mandate, Universe universe, RebalanceSettings? settings = null)
    {
        MandateValidator.ThrowIfInvalid(mandate, universe);
        Mandate = mandate;
        Universe = universe;
        Settings = settings ?? RebalanceSettings.Default;
        _writers = new PlanWriters(mandate, Settings);
    }

    /// <summary>What is wanted.</summary>
    public Mandate Mandate { get; }

    /// <summary>The assets.</summary>
    public Universe Universe { get; }

    /// <summary>How plans are solved and written.</summary>
    public RebalanceSettings Settings { get; }

    /// <summary>The plan for one account. Solver outcomes are statuses of the result, never exceptions.</summary>
    /// <param name="account">Of this universe.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="MandateException">The account contradicts the mandate before anything is traded, or is for another universe.</exception>
    public RebalanceResult Rebalance(Account account, CancellationToken cancellation = default) => Rebalance(account, keep: true, cancellation);

    /// <summary>The plan for one account with decisions by people, which are kept in the result.</summary>
    /// <param name="account">Of this universe.</param>
    /// <param name="overrides">Locks, given trades and other changes, each with who, why and when.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="MandateException">Overrides contradict one another, the mandate or the account, or speak of something unknown; lists every problem.</exception>
    public RebalanceResult Rebalance(Account account, IReadOnlyList<Override> overrides, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(overrides);
        if (!account.Universe.Matches(Universe)) throw new MandateException([$"Account {account.Id} is for another universe than the mandate."]);
        Override[] kept = [.. overrides];
        Mandate mandate = ChangedMandate.Of(Mandate, account, kept);
        // a mandate of this account alone: a worker of its own
        RebalanceOutcome outcome = new RebalanceWorker(mandate, Settings).Rebalance(account, cancellation, keep: true);
        return new RebalanceResult(mandate, account, Settings, outcome, overrides: kept, asWritten: Mandate);
    }

    private RebalanceResult Rebalance(Account account, bool keep, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!account.Universe.Matches(Universe)) throw new MandateException([$"Account {account.Id} is for another universe than the mandate."]);
        // the prices of this account forbid some trades: it is rebalanced under one limit more, by a rebalancer of its own
        if (account.NotTraded.Count > 0 && !_leavesUntraded)
            return new Rebalancer(UntradedAssets.Apply(Mandate, account), Universe, Settings) { _leavesUntraded = true }.Rebalance(account, keep, cancellation);
        MandateValidator.ThrowIfInvalid(Mandate, account);
        RebalanceWorker worker = _workers.TryTake(out RebalanceWorker? idle) ? idle : new RebalanceWorker(Mandate, Settings);
        RebalanceOutcome outcome = worker.Rebalance(account, cancellation, keep: keep);
        _workers.Add(worker);
        return new RebalanceResult(Mandate, account, Settings, outcome, _writers);
    }

    /// <summary>One result an account, in order. An account that contradicts the mandate gets the status Rejected and stops nobody.</summary>
    /// <param name="accounts">Of this universe.</param>
    /// <param name="threads">Threads to use, at least 1; default 1. The results do not depend on it.</param>
    /// <param name="cancellation">Accounts not reached get the status Cancelled.</param>
    public IReadOnlyList<RebalanceResult> RebalanceAll(IReadOnlyList<Account> accounts, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var results = new RebalanceResult[accounts.Count];
        if (threads == 1)
            for (int i = 0; i < results.Length; i++) results[i] = InBatch(accounts[i], cancellation);
        else
            Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => results[i] = InBatch(accounts[i], cancellation));
        return results;
    }

    private RebalanceResult InBatch(Account account, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return new RebalanceResult(Mandate, account, Settings, new RebalanceOutcome { Status = RebalanceStatus.Cancelled });
        try
        {
            return Rebalance(account, keep: false, cancellation);
        }
        catch (MandateException rejected)
        {
            return new RebalanceResult(Mandate, account, Settings, new RebalanceOutcome { Status = RebalanceStatus.Rejected, Problems = rejected.Problems });
        }
    }
}
