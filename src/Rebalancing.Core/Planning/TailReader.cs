using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>
/// Reads the weights of the scenarios off an answer's multipliers. The price of scenario s in a tail's rows is -q_s times what the tail counts: its weight in the objective, or the price
/// of its limit.
/// </summary>
internal static class TailReader
{
    /// <summary>Shares of a tail's largest admissible weight below this are what an interior point leaves on scenarios that have none.</summary>
    private const double LeastShare = 1e-6;

    /// <summary>A limit whose tail counts less than this is not binding: its multipliers are rounding.</summary>
    private const double LeastCount = 1e-9;

    public static IReadOnlyList<TailReport> Read(Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, CancellationToken cancellation)
    {
        if (!Tails(mandate).Any()) return [];
        if (outcome.Kept is { } kept)
        {
            (RecordingWriter recorder, Solution solution) = kept.Restore(mandate, account);
            return Read(mandate, outcome.Weights, recorder.Program, solution);
        }
        var worker = new RebalanceWorker(mandate, settings, outcome.Given);
        SolveResult result = worker.Solve(account, cancellation, outcome.Start);
        cancellation.ThrowIfCancellationRequested();
        return result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap
            ? Read(mandate, outcome.Weights, worker.Program, result.Solution)
            : throw new InvalidOperationException("there is no plan whose tails could be read: the account's answer was not found again");
    }

    private static IEnumerable<(int Owner, ConditionalValueAtRisk Tail)> Tails(Mandate mandate)
    {
        for (int owner = 0; owner < mandate.Owners; owner++)
        {
            IEnumerable<Term> terms = owner < mandate.Objective.Parts.Count ? [mandate.Objective.Parts[owner].Term] : mandate.Limits[owner - mandate.Objective.Parts.Count].LimitedTerms;
            foreach (ConditionalValueAtRisk tail in terms.OfType<ConditionalValueAtRisk>()) yield return (owner, tail);
        }
    }

    private static List<TailReport> Read(Mandate mandate, double[] weights, StructuredProgram program, Solution solution)
    {
        List<TailReport> reports = [];
        foreach ((int owner, ConditionalValueAtRisk tail) in Tails(mandate))
        {
            double[] shares = [];
            foreach (FunctionEntry entry in program.Functions)
                if (entry.Owner == owner && entry.Kind == FunctionKind.Kinked && shares.Length == 0 && program.Base(entry.On) is { Kind: BlockKind.Image } rows && tail.Owns(entry.Second))
                    shares = Shares(tail, solution.ImagePrices.AsSpan(rows.Start, rows.Length));
            reports.Add(tail.ReportAt(weights, shares));
        }
        return reports;
    }

    /// <summary>Each scenario's share of the tail: admissible, and one in all; empty where the tail does not count.</summary>
    private static double[] Shares(ConditionalValueAtRisk tail, ReadOnlySpan<double> prices)
    {
        double count = 0, sum = 0;
        foreach (double price in prices) count -= price;
        if (!(count > LeastCount)) return [];
        var shares = new double[prices.Length];
        for (int s = 0; s < shares.Length; s++)
        {
            double most = tail.LargestShare(s), share = Math.Min(-prices[s] / count, most);
            shares[s] = share > LeastShare * most ? share : 0;
            sum += shares[s];
        }
        for (int s = 0; s < shares.Length; s++) shares[s] /= sum;
        return shares;
    }
}
