using System.Diagnostics;
using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// Times the solves of one instance. A fresh run starts from data that lies ready and the model's maps: it records the program, makes
/// the solver and solves. A re-solve pours the numbers into a recorded program and solves again in the same memory.
/// </summary>
internal sealed class Measurement(CompareProblem problem, SolverSettings settings, int runs) : ICompareRun
{
    private const int UntimedRuns = 2;
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;


    private readonly List<double> seconds = [];
    private ProgramBuilder writer = new();
    private ProgramSolver? solver;
    private StartingPrices? start;

    /// <summary>Short solves are repeated untimed for so long, until clocks and caches have settled.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Seconds to make the model's maps and matrices.</summary>
    public double ModelSeconds { get; private set; }

    /// <summary>Seconds of the timed runs, ascending.</summary>
    public IReadOnlyList<double> Seconds => seconds;

    /// <summary>Bytes allocated in the last timed run by all threads.</summary>
    public long BytesAllocated { get; private set; }

    /// <summary>The last status that was not Optimal, or Optimal.</summary>
    public SolveStatus Status { get; private set; }

    /// <summary>Engine of the last solve.</summary>
    public EngineKind Engine { get; private set; }

    /// <summary>Iterations of one run, all its solves together.</summary>
    public int Iterations { get; private set; }

    /// <summary>The last run's answers judged from the raw data: objectives and bounds added up, the worst violation.</summary>
    public Assessment Assessment { get; private set; }

    /// <summary>A hash of the bits of every holding of the last run: two runs that print the same one gave the same answer to the last bit.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Seconds to judge the last answer; not part of any run.</summary>
    public double AssessmentSeconds { get; private set; }

    /// <summary>Fresh runs: record, build, solve.</summary>
    public void RunFresh()
    {
        MakeModel();
        Repeat(_ => Restart(), FirstSolve);
    }

    /// <summary>Seconds of the first solve: recording, building and solving, with whatever had to be compiled for it.</summary>
    public double FirstSeconds { get; private set; }

    /// <summary>The first solve alone.</summary>
    public void RunFirst()
    {
        MakeModel();
        Restart();
        long begun = Stopwatch.GetTimestamp();
        Status = FirstSolve().Status;
        FirstSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Re-solves of the same numbers, without any starting point.</summary>
    public void RunAgain()
    {
        RunFirst();
        Repeat(_ => { }, Refill);
    }

    /// <summary>Re-solves of changed expected returns from the multipliers of the unchanged ones, where the engine can use them.</summary>
    public void RunWarm() => RunChanged((run, _) => problem.Perturb(run));

    /// <summary>Re-solves with one asset kept by the owner, each from the answer without.</summary>
    public void RunOverride() => RunChanged((run, answer) => problem.Override(run, answer));

    /// <summary>Re-solves of the day after, each from the answer of the day before.</summary>
    public void RunNextDay() => RunChanged((run, answer) => problem.NextDay(run, answer));

    private void RunChanged(Action<int, double[]> change)
    {
        MakeModel();
        Restart();
        double[] answer = problem.Holdings(FirstSolve()).ToArray();
        start = solver!.CapturePrices();
        Repeat(run => change(run, answer), Refill);
    }

    private void MakeModel()
    {
        long begun = Stopwatch.GetTimestamp();
        problem.MakeModel();
        ModelSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private void Repeat(Action<int> prepare, Func<SolveResult> firstStep)
    {
        long begun = Stopwatch.GetTimestamp();
        for (int run = -UntimedRuns; run < runs; run++)
        {
            bool settling = run < 0;
            prepare(run + UntimedRuns);
            long bytes = GC.GetTotalAllocatedBytes(precise: true);
            long started = Stopwatch.GetTimestamp();
            RunSteps(firstStep, judge: false);
            double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            BytesAllocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            if (!settling)
            {
                seconds.Add(elapsed);
            }
            else if (run == -1 && Stopwatch.GetElapsedTime(begun) < Settling)
            {
                run--;
            }
        }

        prepare(runs + UntimedRuns - 1);
        RunSteps(firstStep, judge: true);
        seconds.Sort();
    }

    private void RunSteps(Func<SolveResult> firstStep, bool judge)
    {
        Status = SolveStatus.Optimal;
        Iterations = 0;
        double objective = 0;
        double bound = 0;
        double violation = 0;
        ulong hash = FnvOffset;
        for (int step = 0; step < problem.Steps; step++)
        {
            problem.Select(step);
            SolveResult result = step == 0 ? firstStep() : Refill();
            Status = result.Status == SolveStatus.Optimal ? Status : result.Status;
            Engine = result.Engine;
            Iterations += result.Iterations;
            if (judge)
            {
                long begun = Stopwatch.GetTimestamp();
                Assessment judged = problem.Assess(result);
                AssessmentSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                objective += judged.Objective;
                bound += judged.LowerBound;
                violation = Math.Max(violation, judged.Violation);
                hash = Mix(hash, problem.Holdings(result));
            }
        }

        if (judge)
        {
            Assessment = new Assessment(objective, violation, bound);
            Hash = hash;
        }
    }

    // FNV-1a over 64-bit words
    private static ulong Mix(ulong hash, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            hash = unchecked((hash ^ BitConverter.DoubleToUInt64Bits(value)) * FnvPrime);
        }

        return hash;
    }

    private void Restart() => writer = new ProgramBuilder();

    private SolveResult FirstSolve()
    {
        problem.Write(writer);
        solver = new ProgramSolver(writer.Build(), settings);
        return solver.Solve();
    }

    private SolveResult Refill()
    {
        writer.BeginRefill();
        problem.Write(writer);
        writer.EndRefill();
        return solver!.Solve(start);
    }
}
