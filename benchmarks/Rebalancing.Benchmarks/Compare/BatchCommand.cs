using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// The command <c>batch</c>: many accounts on the model of one p5 instance, each with holdings and lots of its own, started from the prices of
/// the instance itself. An account's time is its refill, its lots' sorting and its solve with the final pass; answers are judged afterwards.
/// </summary>
internal static class BatchCommand
{
    private const string Usage = "batch FILE.json [--accounts 2000] [--threads 1] [--tol 1e-6]";

    /// <summary>Runs the command; the exit code is that of <see cref="CompareCommand"/>.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        int accounts = 2000;
        var others = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--accounts" && i + 1 < arguments.Length && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out accounts) && accounts > 0)
            {
                i++;
            }
            else
            {
                others.Add(arguments[i]);
            }
        }

        try
        {
            CompareOptions options = CompareOptions.Parse(others.ToArray());
            foreach (string file in options.Files)
            {
                Console.WriteLine(Measure(Instance.Read(file), accounts, options));
            }

            return 0;
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"batch: {wrong.Message}{Environment.NewLine}usage: {Usage}");
            return 64;
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or JsonException or KeyNotFoundException)
        {
            Console.Error.WriteLine($"batch: {bad.Message}");
            return 65;
        }
    }

    private static string Measure(Instance model, int count, CompareOptions options)
    {
        BatchAccount[] accounts = [.. Enumerable.Range(0, count).Select(a => BatchAccount.Draw(model, a))];
        var problems = new FactorProblem[options.Threads];
        var writers = new ProgramBuilder[options.Threads];
        for (int w = 0; w < problems.Length; w++)
        {
            problems[w] = new FactorProblem(model, TradingCosts.Lots, options.Lots);
            if (w == 0)
            {
                problems[w].MakeModel();
            }
            else
            {
                problems[w].ShareModel(problems[0]);
            }

            writers[w] = new ProgramBuilder();
            problems[w].Write(writers[w]);
        }

        StructuredProgram[] programs = Array.ConvertAll(writers, writer => writer.Build());
        var settings = new SolverSettings { Tolerance = options.Tolerance };
        var first = new ProgramSolver(programs[0], settings);
        first.Solve();
        var batch = new BatchSolver(programs, settings) { Start = first.CapturePrices() };
        var run = new BatchRun(accounts, problems, writers);
        run.Once(batch, judge: false);
        double seconds = run.Once(batch, judge: false);
        run.Once(batch, judge: true);
        return Line(model.Name, count, options, seconds, run);
    }

    private static string Line(string instance, int count, CompareOptions options, double seconds, BatchRun run)
    {
        double[] each = [.. run.Seconds.Order()];
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("instance", $"{instance} batch of {count}");
            json.WriteNumber("threads", options.Threads);
            json.WriteNumber("accounts_per_second", count / seconds);
            json.WriteNumber("seconds_median", each[count / 2]);
            json.WriteNumber("seconds_99.9_percent", each[Math.Min(count - 1, (int)(0.999 * count))]);
            json.WriteNumber("seconds_max", each[^1]);
            json.WriteNumber("optimal", run.Optimal);
            json.WriteNumber("handed_to_interior_point", run.HandedOver);
            json.WriteNumber("worst_violation", run.WorstViolation);
            json.WriteNumber("worst_gap", run.WorstGap);
            json.WriteNumber("iterations_mean", run.MeanIterations);
            json.WriteNumber("bytes_allocated", run.BytesAllocated);
            json.WriteString("hash", run.Hash.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteNumber("calibration_gflops", Math.Round(Calibration.GigaFlops(), 2));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>One pass over the accounts and what it left behind.</summary>
    private sealed class BatchRun(BatchAccount[] accounts, FactorProblem[] problems, ProgramBuilder[] writers)
    {
        private readonly int[] workerOf = new int[accounts.Length];
        private readonly long[] begun = new long[accounts.Length];
        private readonly int[] iterations = new int[accounts.Length];
        private readonly ulong[] hashes = new ulong[accounts.Length];
        private readonly SolveStatus[] statuses = new SolveStatus[accounts.Length];
        private readonly EngineKind[] engines = new EngineKind[accounts.Length];
        private readonly Assessment[] judged = new Assessment[accounts.Length];

        public double[] Seconds { get; } = new double[accounts.Length];

        public long BytesAllocated { get; private set; }

        public int Optimal => statuses.Count(status => status == SolveStatus.Optimal);

        public int HandedOver => engines.Count(engine => engine == EngineKind.InteriorPoint);

        public double MeanIterations => iterations.Average();

        public double WorstViolation => judged.Max(account => account.Violation);

        public double WorstGap => judged.Max(account => account.RelativeGap);

        /// <summary>The same for every order of the accounts and every number of workers.</summary>
        public ulong Hash => hashes.Aggregate(14695981039346656037, (sum, hash) => unchecked((sum ^ hash) * 1099511628211));

        public double Once(BatchSolver batch, bool judge)
        {
            long bytes = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            batch.Run(accounts.Length, Refill, judge ? Judge : Take);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            BytesAllocated = judge ? BytesAllocated : GC.GetTotalAllocatedBytes(precise: true) - bytes;
            return seconds;
        }

        private void Refill(int worker, int account)
        {
            begun[account] = Stopwatch.GetTimestamp();
            workerOf[account] = worker;
            problems[worker].Load(accounts[account]);
            writers[worker].BeginRefill();
            problems[worker].Write(writers[worker]);
            writers[worker].EndRefill();
        }

        private void Take(int account, SolveResult result)
        {
            Seconds[account] = Stopwatch.GetElapsedTime(begun[account]).TotalSeconds;
            (statuses[account], engines[account], iterations[account]) = (result.Status, result.Engine, result.Iterations);
        }

        private void Judge(int account, SolveResult result)
        {
            FactorProblem problem = problems[workerOf[account]];
            judged[account] = problem.Assess(result);
            ulong hash = 14695981039346656037;
            foreach (double value in problem.Holdings(result))
            {
                hash = unchecked((hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211);
            }

            hashes[account] = hash;
        }
    }
}
