namespace Rebalancing.Solvers;

/// <summary>
/// Solves many accounts of one model: every worker has a recorded program of the same words and refills it account by account; every account starts
/// from the same prices and nothing is carried from one to the next. So an answer does not depend on the order of the accounts, on how many there are
/// or on the number of workers, to the last bit.
/// </summary>
/// <remarks>One instance runs one batch at a time; inside it workers run on threads of their own.</remarks>
public sealed class BatchSolver
{
    private readonly ProgramSolver[] _workers;
    private int _next;

    /// <param name="programs">One recorded program for each worker, all with the same words; maps and matrices may be shared.</param>
    /// <param name="settings">How each account is solved.</param>
    public BatchSolver(IReadOnlyList<StructuredProgram> programs, SolverSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(programs);
        if (programs.Count == 0)
            throw new ArgumentException("a batch needs at least one worker's program", nameof(programs));
        _workers = new ProgramSolver[programs.Count];
        for (int w = 0; w < programs.Count; w++)
            _workers[w] = new ProgramSolver(programs[w], settings);
    }

    /// <summary>Number of workers.</summary>
    public int Workers => _workers.Length;

    /// <summary>Prices every account starts from; null (the default) for none.</summary>
    public StartingPrices? Start { get; set; }

    /// <summary>
    /// Solves accounts 0 .. <paramref name="count"/>-1. Both actions are called on the worker's thread; for one worker at a time, for different workers at the same time.
    /// </summary>
    /// <param name="count">Number of accounts.</param>
    /// <param name="refill">Pours the numbers of an account into a worker's program: (worker, account).</param>
    /// <param name="take">Receives the answer, a view that is valid during the call: (account, result).</param>
    /// <param name="cancellation">Accounts not yet begun are left out; the one in work ends as Cancelled.</param>
    public void Run(int count, Action<int, int> refill, Action<int, SolveResult> take, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(refill);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _next = -1;
        if (_workers.Length == 1)
        {
            Work(0, count, refill, take, cancellation);
            return;
        }

        Parallel.For(0, _workers.Length, new ParallelOptions { MaxDegreeOfParallelism = _workers.Length }, w => Work(w, count, refill, take, cancellation));
    }

    private void Work(int worker, int count, Action<int, int> refill, Action<int, SolveResult> take, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            int account = Interlocked.Increment(ref _next);
            if (account >= count)
                return;
            refill(worker, account);
            take(account, _workers[worker].Solve(Start, cancellation));
        }
    }
}
