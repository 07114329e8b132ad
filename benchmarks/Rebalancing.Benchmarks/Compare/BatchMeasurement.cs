using System.Diagnostics;
using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// Many accounts on one model, solved by a batch of workers. An account's time is its refill, its lots' sorting and its solve with the final pass; answers are judged in a pass of their own.
/// </summary>
internal sealed class BatchMeasurement
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private readonly BatchAccount[] accounts;
    private readonly FactorProblem[] problems;
    private readonly ProgramBuilder[] writers;
    private readonly BatchSolver batch;
    private readonly int[] workerOf;
    private readonly long[] begun;
    private readonly int[] iterations;
    private readonly ulong[] hashes;
    private readonly SolveStatus[] statuses;
    private readonly EngineKind[] engines;
    private readonly Assessment[] judged;
    private int[] order;
    private int first;

    public BatchMeasurement(Instance model, BatchAccount[] accounts, int workers, double tolerance, LotForm lots)
    {
        this.accounts = accounts;
        problems = new FactorProblem[workers];
        writers = new ProgramBuilder[workers];
        for (int w = 0; w < workers; w++)
        {
            problems[w] = new FactorProblem(model, TradingCosts.Lots, lots);
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
        var settings = new SolverSettings { Tolerance = tolerance };
        var solver = new ProgramSolver(programs[0], settings);
        solver.Solve();
        batch = new BatchSolver(programs, settings) { Start = solver.CapturePrices() };
        int count = accounts.Length;
        (workerOf, begun, iterations, hashes) = (new int[count], new long[count], new int[count], new ulong[count]);
        (statuses, engines, judged, Seconds) = (new SolveStatus[count], new EngineKind[count], new Assessment[count], new double[count]);
        order = [.. Enumerable.Range(0, count)];
    }

    /// <summary>Seconds of each account in the last run.</summary>
    public double[] Seconds { get; }

    /// <summary>Bytes allocated in the last timed run by all threads.</summary>
    public long BytesAllocated { get; private set; }

    public int Optimal => statuses.Count(status => status == SolveStatus.Optimal);

    public int HandedOver => engines.Count(engine => engine == EngineKind.InteriorPoint);

    public double MeanIterations => iterations.Average();

    public double WorstViolation => judged.Max(account => account.Violation);

    public double WorstGap => judged.Max(account => account.RelativeGap);

    /// <summary>Of the bits of all holdings, account by account: the same for every order, batch size and number of workers.</summary>
    public ulong Hash => hashes.Aggregate(FnvOffset, (sum, hash) => unchecked((sum ^ hash) * FnvPrime));

    /// <summary>The time of all accounts at once.</summary>
    public double Time()
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        batch.Run(accounts.Length, Refill, Take);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        BytesAllocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return seconds;
    }

    /// <summary>Solves and judges all accounts, in a given order and in batches of so many.</summary>
    public void Judge(int[] inOrder, int atOnce)
    {
        int[] natural = order;
        order = inOrder;
        for (first = 0; first < order.Length; first += atOnce)
        {
            batch.Run(Math.Min(atOnce, order.Length - first), Refill, Judge);
        }

        (order, first) = (natural, 0);
    }

    private void Refill(int worker, int place)
    {
        int account = order[first + place];
        begun[account] = Stopwatch.GetTimestamp();
        workerOf[account] = worker;
        problems[worker].Load(accounts[account]);
        writers[worker].BeginRefill();
        problems[worker].Write(writers[worker]);
        writers[worker].EndRefill();
    }

    private void Take(int place, SolveResult result)
    {
        int account = order[first + place];
        Seconds[account] = Stopwatch.GetElapsedTime(begun[account]).TotalSeconds;
        (statuses[account], engines[account], iterations[account]) = (result.Status, result.Engine, result.Iterations);
    }

    private void Judge(int place, SolveResult result)
    {
        int account = order[first + place];
        FactorProblem problem = problems[workerOf[account]];
        judged[account] = problem.Assess(result);
        ulong hash = FnvOffset;
        foreach (double value in problem.Holdings(result))
        {
            hash = unchecked((hash ^ BitConverter.DoubleToUInt64Bits(value)) * FnvPrime);
        }

        hashes[account] = hash;
    }
}
