using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>
/// The mandate with some limits narrowed by what whole lots overstepped them by, a little more each round. One mandate, any number of accounts; recorded once.
/// </summary>
internal sealed class NarrowedMandate
{
    /// <summary>After so many rounds the orders that lack least are taken.</summary>
    public const int MostRounds = 20;

    /// <summary>A limit is narrowed by this part more than it was overstepped (the next rounding draws other remainders of the same size), and by a hair: 0.001 bp. One that is overstepped again is narrowed by three times as much as before besides.</summary>
    private const double Margin = 1.5, Hair = 1e-7, Growth = 3;

    private readonly Widening _widening = new(), _narrowed = new();
    private readonly RebalanceWorker _worker;

    public NarrowedMandate(Mandate mandate, RebalanceSettings settings) => _worker = new RebalanceWorker(mandate, settings, _widening) { IsTrial = true };

    /// <summary>Starts over with another account.</summary>
    /// <param name="given">What its limits gave way already; null for nothing.</param>
    public void Begin(Widening? given)
    {
        _widening.Clear();
        _narrowed.Clear();
        _worker.ContinuesLast = false;
        if (given is not null) _widening.AddAll(given);
    }

    /// <summary>Narrows what was overstepped and solves again; where nothing is left between the limits, steps back half of the way once. Null where that does not help.</summary>
    public RebalanceOutcome? Solve(Account account, IReadOnlyList<CheckedLimit> exceeded)
    {
        foreach (CheckedLimit limit in exceeded)
            if (limit.Word >= 0)
                Narrow(limit.Owner, limit.Word, limit.Coordinate, before => (Growth * before) + ((1 + Margin) * limit.Excess) + Hair);
        if (Answer(account) is { } answer) return answer;
        foreach ((int owner, int word, int coordinate) in _narrowed.Places) Narrow(owner, word, coordinate, before => 0.5 * before);
        return Answer(account);
    }

    private void Narrow(int owner, int word, int coordinate, Func<double, double> change)
    {
        double before = _narrowed.Of(owner, word, coordinate), now = change(before);
        _narrowed.Add(owner, word, coordinate, now);
        _widening.Add(owner, word, coordinate, _widening.Of(owner, word, coordinate) + before - now);
    }

    private RebalanceOutcome? Answer(Account account)
    {
        RebalanceOutcome answer = _worker.Rebalance(account, CancellationToken.None);
        _worker.ContinuesLast = true;
        return answer.Status is RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap ? answer : null;
    }
}
