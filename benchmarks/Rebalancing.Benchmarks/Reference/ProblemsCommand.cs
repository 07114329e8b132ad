using System.Diagnostics;
using System.Globalization;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Tests.Reference;
using Rebalancing.Testing;

namespace Rebalancing.Benchmarks.Reference;

/// <summary>
/// The command <c>problems</c>: every published problem of a folder up to a size through the general front with its default settings, judged from the problem's own
/// arrays and timed. A run is posing and solving: from arrays in memory to the certified answer.
/// </summary>
internal static class ProblemsCommand
{
    private const string Usage = "problems FOLDER [--size 3000] [--runs 5]";
    private const int Solved = 0;
    private const int NotSolved = 3;
    private const int UsageError = 64;

    /// <summary>Runs stop here although fewer than asked for are done, but not before the first.</summary>
    private static readonly TimeSpan MostOfOneProblem = TimeSpan.FromSeconds(2);

    /// <summary>Added to the diagonal of the one problem whose printed numbers are indefinite in their last digits; the objective is that of the printed one.</summary>
    private const double ShiftOfValues = 1.3e-5;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        int size = 3000, runs = 5;
        if (arguments.Length % 2 == 0)
        {
            return Complain("one folder is expected.");
        }

        for (int i = 1; i < arguments.Length; i += 2)
        {
            if (!int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            {
                return Complain($"{arguments[i]} is '{arguments[i + 1]}'; a whole number above 0 is expected.");
            }

            switch (arguments[i])
            {
                case "--size": size = count; break;
                case "--runs": runs = count; break;
                default: return Complain($"option '{arguments[i]}' is unknown.");
            }
        }

        Console.WriteLine("| problem | n | m | status | iterations | objective | off the published one | violation | dual residual | relative gap | least ms | median ms |");
        Console.WriteLine("|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        int problems = 0, solved = 0;
        double total = 0;
        foreach (IndexedProblem entry in ProblemSet.In(arguments[0]).Problems)
        {
            if (entry.Index.Number(entry.IndexRow, "n") + entry.Index.Number(entry.IndexRow, "m") > size)
            {
                continue;
            }

            problems++;
            solved += Solve(entry, runs, ref total) == SolveStatus.Optimal ? 1 : 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}{solved} of {problems} solved; medians add up to {total / 1000:F2} s."));
        return solved == problems ? Solved : NotSolved;
    }

    private static SolveStatus Solve(IndexedProblem entry, int runs, ref double total)
    {
        var general = new GeneralQuadratic(entry.Read()) { DiagonalShift = entry.Name == "VALUES" ? ShiftOfValues : 0 };
        var milliseconds = new List<double>();
        QuadraticProgramResult? result = null;
        long begun = Stopwatch.GetTimestamp();
        while (milliseconds.Count < runs && (milliseconds.Count == 0 || Stopwatch.GetElapsedTime(begun) < MostOfOneProblem))
        {
            long started = Stopwatch.GetTimestamp();
            result = general.Pose().Solve();
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        milliseconds.Sort();
        double median = milliseconds[milliseconds.Count / 2];
        total += median;
        (double objective, double violation, double gap, double dualResidual) = general.Judge(result!.Values.ToArray(), result.RowPrices.ToArray());

        // relative to what is solved for: a constant beside the objective says nothing about it
        double scale = 1 + Math.Abs(objective - general.Problem.Constant);
        double off = Math.Abs(objective - (entry.PublishedObjective ?? double.NaN)) / scale;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {entry.Name} | {general.Problem.VariableCount} | {general.Problem.RowCount} | {result.Status} | {result.Iterations} | {objective:G9} | {Small(off)} | {Small(violation)} | {Small(dualResidual)} | {Small(gap / scale)} | {Time(milliseconds[0])} | {Time(median)} |"));
        return result.Status;
    }

    private static string Time(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.00" : milliseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Small(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static int Complain(string what)
    {
        Console.Error.WriteLine($"problems: {what}{Environment.NewLine}usage: {Usage}");
        return UsageError;
    }
}
