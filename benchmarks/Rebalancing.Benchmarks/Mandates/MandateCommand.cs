using System.Diagnostics;
using System.Globalization;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Mandates;

/// <summary>
/// The command <c>mandates</c>: what the public front costs over the solver alone, on one factor instance, and how long an account takes when many share a mandate.
/// Times are of one thread.
/// </summary>
internal static class MandateCommand
{
    private const string Usage = "mandates FILE.json [--accounts 1000] [--runs 200] [--from-cash]";

    /// <summary>Runs the command; exit code 0, or 64 when the arguments are not understood.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        string file = "";
        int accounts = 1000, runs = 200;
        CostSettlement settlement = CostSettlement.Outside;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--accounts" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out accounts): i++; break;
                case "--runs" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out runs): i++; break;
                case "--from-cash": settlement = CostSettlement.FromCash; break;
                case var name when file.Length == 0 && File.Exists(name): file = name; break;
                default:
                    Console.Error.WriteLine($"mandates: '{arguments[i]}' is not understood{Environment.NewLine}usage: {Usage}");
                    return 64;
            }
        }
        if (file.Length == 0)
        {
            Console.Error.WriteLine($"usage: {Usage}");
            return 64;
        }
        var instance = new InstanceMandate(Instance.Read(file), settlement);
        Console.WriteLine($"{Path.GetFileNameWithoutExtension(file)}, costs {settlement}, calibration {Calibration.GigaFlops():0.0} GFLOP/s");
        Front(instance, runs);
        Many(instance, accounts);
        Frontier(instance);
        return 0;
    }

    /// <summary>Solver alone (numbers refilled, solved) against the front with the same numbers.</summary>
    private static void Front(InstanceMandate instance, int runs)
    {
        Account[] accounts = [instance.Account(0), instance.Account(1)];
        var program = new MandateProgram(instance.Mandate, instance.Universe);
        var solver = new ProgramSolver(program.Read(accounts[0]));
        var rebalancer = new Rebalancer(instance.Mandate, instance.Universe);
        Report("refill alone", runs, run => program.Read(accounts[run & 1]));
        Report("solver alone", runs, run => { program.Read(accounts[run & 1]); Check(solver.Solve().Status == SolveStatus.Optimal); });
        Report("rebalance, weights only", runs, run => Check(rebalancer.Rebalance(accounts[run & 1]).IsOptimal));
        Report("rebalance and plan", runs, run => Check(rebalancer.Rebalance(accounts[run & 1]).GetPlanOrThrow().Trades.Count > 0));
        Report("rebalance, plan and its tables", runs, run => Check(rebalancer.Rebalance(accounts[run & 1]).GetPlanOrThrow().Costs.Count > 0));
        Report("rebalance and certificate", runs / 4, run => Check(rebalancer.Rebalance(accounts[run & 1]).Certificate.RelativeGap < 1e-6));
        Report("first time: check, record, solve, plan", runs / 4, run => Check(new Rebalancer(instance.Mandate, instance.Universe).Rebalance(accounts[run & 1]).GetPlanOrThrow().Trades.Count > 0));
        RebalanceResult last = rebalancer.Rebalance(accounts[0]);
        Console.WriteLine(FormattableString.Invariant($"engine: {last.Engine}; {last.Iterations} iterations, {last.GetPlanOrThrow().Trades.Count} trades, gap {last.Certificate.RelativeGap:E1}"));
    }

    /// <summary>Fifty points by return: the ends solved from the beginning, each inner point from its neighbour's multipliers.</summary>
    private static void Frontier(InstanceMandate instance)
    {
        Account account = instance.Account(0);
        FrontierRequest request = instance.Frontier(points: 50);
        EfficientFrontier frontier = EfficientFrontier.Of(account, request);
        Report("frontier of 50 points", 5, _ => frontier = EfficientFrontier.Of(account, request));
        int optimal = frontier.Points.Count(point => point.Result.IsOptimal);
        Console.WriteLine(FormattableString.Invariant($"frontier: {optimal} of {frontier.Points.Count} points optimal, {frontier.Points.Average(point => point.Result.Iterations):0.0} iterations a point; the middle one: {frontier.Points[frontier.Points.Count / 2].Result.Engine}"));
    }

    private static void Many(InstanceMandate instance, int count)
    {
        Account[] accounts = [.. Enumerable.Range(0, count).Select(instance.Account)];
        var rebalancer = new Rebalancer(instance.Mandate, instance.Universe);
        for (int warm = 0; warm < 2; warm++) foreach (RebalanceResult result in rebalancer.RebalanceAll(accounts)) Check(result.GetPlanOrThrow().Trades.Count > 0);
        double[] milliseconds = new double[3];
        for (int round = 0; round < milliseconds.Length; round++)
        {
            long begun = Stopwatch.GetTimestamp();
            foreach (RebalanceResult result in rebalancer.RebalanceAll(accounts)) Check(result.GetPlanOrThrow().Trades.Count > 0);
            milliseconds[round] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        Console.WriteLine(FormattableString.Invariant($"{count} accounts with plans, one thread: {milliseconds[0] / count:0.000} ms an account at best, median {milliseconds[1] / count:0.000}"));
    }

    private static void Report(string what, int runs, Action<int> action)
    {
        long settled = Stopwatch.GetTimestamp();
        for (int run = 0; Stopwatch.GetElapsedTime(settled).TotalMilliseconds < 300; run++) action(run);
        double[] microseconds = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            long begun = Stopwatch.GetTimestamp();
            action(run);
            microseconds[run] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }
        Array.Sort(microseconds);
        Console.WriteLine(FormattableString.Invariant($"{what,-42}{microseconds[0],10:0.0} us at best, median {microseconds[runs / 2],10:0.0}"));
    }

    private static void Check(bool condition)
    {
        if (!condition) throw new InvalidOperationException("a run did not end as it should");
    }
}
