using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>A batch of accounts on one worker and on two, and the bits of its answers whatever the order, the batch size and the number of workers.</summary>
internal static class BatchTable
{
    private const int Accounts = 2000;
    private const int Rounds = 3;

    public static void Write(string file)
    {
        Instance model = Instance.Read(file);
        BatchAccount[] accounts = [.. Enumerable.Range(0, Accounts).Select(a => BatchAccount.Draw(model, a))];
        int[] forwards = [.. Enumerable.Range(0, Accounts)], backwards = [.. forwards.Reverse()];
        var alone = new BatchMeasurement(model, accounts, workers: 1, tolerance: 1e-6, LotForm.Pieces);
        var pair = new BatchMeasurement(model, accounts, workers: 2, tolerance: 1e-6, LotForm.Pieces);
        alone.Time();
        pair.Time();
        double best = double.PositiveInfinity, bestOfTwo = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            // in turns, so that a disturbance meets both
            best = Math.Min(best, alone.Time());
            bestOfTwo = Math.Min(bestOfTwo, pair.Time());
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{Environment.NewLine}## Batch: {Accounts} accounts on {model.Name}, own holdings, lots and groups each{Environment.NewLine}{Environment.NewLine}Aims: 3,000 accounts a second on one worker, 1.9 times as many on two. The best of {Rounds} rounds, one and two workers in turns.{Environment.NewLine}"));
        Console.WriteLine("| workers | accounts a second | times | median ms | 99.9 % ms | worst ms | bytes allocated |" + Environment.NewLine + "|---|---|---|---|---|---|---|");
        Console.WriteLine(Line(1, alone, best, best));
        Console.WriteLine(Line(2, pair, bestOfTwo, best));

        Console.WriteLine($"{Environment.NewLine}| order, batch size, workers | optimal | handed over | iterations | worst gap, violation | hash of all holdings |{Environment.NewLine}|---|---|---|---|---|---|");
        Bits("forwards, all at once, 1", alone, forwards, Accounts);
        Bits("backwards, all at once, 1", alone, backwards, Accounts);
        Bits("forwards, 7 at once, 1", alone, forwards, 7);
        Bits("backwards, 64 at once, 2", pair, backwards, 64);
        Bits("forwards, all at once, 2", pair, forwards, Accounts);
    }

    private static string Line(int workers, BatchMeasurement run, double seconds, double alone)
    {
        double[] each = [.. run.Seconds.Order()];
        return FormattableString.Invariant(
            $"| {workers} | {Accounts / seconds:F0} | {alone / seconds:F2} | {1e3 * each[Accounts / 2]:F3} | {1e3 * each[(int)(0.999 * Accounts)]:F3} | {1e3 * each[^1]:F3} | {run.BytesAllocated} |");
    }

    private static void Bits(string how, BatchMeasurement run, int[] order, int atOnce)
    {
        run.Judge(order, atOnce);
        Console.WriteLine(FormattableString.Invariant(
            $"| {how} | {run.Optimal} | {run.HandedOver} | {run.MeanIterations:F1} | {run.WorstGap:E0}, {run.WorstViolation:E0} | {run.Hash:x16} |"));
    }
}
