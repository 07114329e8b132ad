using System.Diagnostics;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>Times branch and bound on a p6 instance: record, build, solve to a relative gap of 1e-4, as often as asked. Iterations are nodes; the bound is the one that was proved.</summary>
internal sealed class DiscreteMeasurement : ICompareRun
{
    private const ulong FnvOffset = 14695981039346656037, FnvPrime = 1099511628211;

    public DiscreteMeasurement(Instance instance, CompareOptions options)
    {
        var settings = new DiscreteSettings { Threads = options.Threads, Convex = new SolverSettings { Tolerance = options.Tolerance } };
        var seconds = new List<double>();
        // one untimed run; then each from the raw data
        for (int run = -1; run < options.Runs; run++)
        {
            long bytes = GC.GetTotalAllocatedBytes(precise: true), begun = Stopwatch.GetTimestamp();
            DiscreteProblem problem = CardinalityProblem.Of(instance);
            ModelSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            begun = Stopwatch.GetTimestamp();
            DiscreteResult result = new DiscreteSolver(problem.Program, settings).Solve();
            if (run >= 0) seconds.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            BytesAllocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            (Status, Iterations, Engine) = (result.Status, result.Nodes, result.Convex?.Engine ?? EngineKind.Auto);
            begun = Stopwatch.GetTimestamp();
            double[] holdings = result.HasPoint ? result.Values(problem.Holdings).ToArray() : [];
            (double objective, double violation) = result.HasPoint ? problem.Judge(holdings) : (double.NaN, double.NaN);
            Assessment = new Assessment(objective, violation, result.Bound);
            AssessmentSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            Hash = FnvOffset;
            foreach (double value in holdings) Hash = unchecked((Hash ^ BitConverter.DoubleToUInt64Bits(value)) * FnvPrime);
        }

        seconds.Sort();
        Seconds = seconds;
    }

    public double ModelSeconds { get; }

    public IReadOnlyList<double> Seconds { get; }

    public long BytesAllocated { get; }

    public SolveStatus Status { get; }

    public EngineKind Engine { get; }

    public int Iterations { get; }

    public Assessment Assessment { get; }

    public ulong Hash { get; }

    public double AssessmentSeconds { get; }
}
