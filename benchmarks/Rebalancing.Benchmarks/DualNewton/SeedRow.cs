using System.Globalization;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>One row of a table: a kind of instance over several seeds, each solved again and again by the dual Newton method and a few times by the interior point.</summary>
internal sealed class SeedRow
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan ShortSettling = TimeSpan.FromMilliseconds(10);

    private readonly List<double> medians = [], robust = [], exactMedians = [];
    private readonly List<int> iterations = [];
    private double gap, violation, exactGap, exactViolation;
    private int handedOver, unsolved;
    private ulong hash = 14695981039346656037;

    /// <summary>What stands above the rows.</summary>
    public static string Head =>
        "| instance | aim ms | median ms | worst seed ms | iterations median / most | gap, violation at 1e-6 | at 1e-8: ms, gap, violation | interior point ms | ratio | handed over | hash |" + Environment.NewLine
        + "|---|---|---|---|---|---|---|---|---|---|---|";

    /// <summary>Measures one seed.</summary>
    /// <param name="make">Makes the problem anew.</param>
    /// <param name="runs">Timed runs.</param>
    /// <param name="isWarm">Whether expected returns change between runs, which then start from the prices of the unchanged ones.</param>
    public void Add(Func<CompareProblem> make, int runs, bool isWarm)
    {
        var loose = new Measurement(make(), new SolverSettings { Tolerance = 1e-6 }, runs) { Settling = Settling };
        var exact = new Measurement(make(), new SolverSettings { Tolerance = 1e-8 }, runs) { Settling = ShortSettling };
        Run(loose, isWarm);
        Run(exact, isWarm);
        medians.Add(Median(loose.Seconds));
        exactMedians.Add(Median(exact.Seconds));
        iterations.Add(loose.Iterations);
        (gap, violation) = (Math.Max(gap, loose.Assessment.RelativeGap), Math.Max(violation, loose.Assessment.Violation));
        (exactGap, exactViolation) = (Math.Max(exactGap, exact.Assessment.RelativeGap), Math.Max(exactViolation, exact.Assessment.Violation));
        handedOver += loose.Engine == EngineKind.DualNewton ? 0 : 1;
        unsolved += loose.Status == SolveStatus.Optimal && exact.Status == SolveStatus.Optimal ? 0 : 1;
        hash = unchecked((hash ^ loose.Hash) * 1099511628211);
        if (isWarm)
        {
            return;
        }

        var other = new Measurement(make(), new SolverSettings { Tolerance = 1e-6, Engine = EngineKind.InteriorPoint }, runs: 2) { Settling = ShortSettling };
        other.RunAgain();
        robust.Add(Median(other.Seconds));
    }

    /// <summary>The row as it is printed.</summary>
    public string Line(string name, string aim)
    {
        double median = Median([.. medians.Order()]), interior = robust.Count > 0 ? Median([.. robust.Order()]) : double.NaN;
        double[] steps = [.. iterations.Select(i => (double)i).Order()];
        string failed = unsolved > 0 ? string.Create(CultureInfo.InvariantCulture, $", {unsolved} not solved") : "";
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {aim} | {1e3 * median:F3} | {1e3 * medians.Max():F3} | {Median(steps):0.#} / {steps[^1]:0} | {gap:E0}, {violation:E0} | {1e3 * Median([.. exactMedians.Order()]):F3}, {exactGap:E0}, {exactViolation:E0} | ")
            + (double.IsNaN(interior) ? "| |" : string.Create(CultureInfo.InvariantCulture, $"{1e3 * interior:F1} | {interior / median:F0} |"))
            + string.Create(CultureInfo.InvariantCulture, $" {handedOver} of {medians.Count}{failed} | {hash:x16} |");
    }

    private static void Run(Measurement measurement, bool isWarm)
    {
        if (isWarm)
        {
            measurement.RunWarm();
        }
        else
        {
            measurement.RunAgain();
        }
    }

    private static double Median(IReadOnlyList<double> ascending) => 0.5 * (ascending[(ascending.Count - 1) / 2] + ascending[ascending.Count / 2]);
}
