using System.Diagnostics;
using System.Globalization;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Solvers;
using Rebalancing.Testing;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>
/// The command <c>discrete</c>: programs with choices through branch and bound, one line each with nodes, gap and time. p6 instances by file, the buy-in problems of Frangioni and Gentile by
/// name, cardinality frontiers of the OR-Library, and mandates with whole shares by size.
/// </summary>
internal static class DiscreteCommand
{
    private const string Usage = "discrete FILE.json ... | frangioni NAME|all [--return-slack 0] | frontier port1|port2|port4 [--from N] [--to N] | shares ASSETS FACTORS [--root] ; [--gap 1e-4] [--seconds 60] [--threads 1] [--engine interior-point|dual-newton]";

    /// <summary>Runs the command; exit code 0, or 64 when the arguments are not understood.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        List<string> words = [];
        (double gap, double seconds, int threads, int from, int to, double slack, bool root) = (1e-4, 60, 1, 0, int.MaxValue, 0, false);
        EngineKind engine = EngineKind.Auto;
        for (int i = 0; i < arguments.Length; i++)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--gap" when double.TryParse(value, CultureInfo.InvariantCulture, out gap): i++; break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds): i++; break;
                case "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out threads): i++; break;
                case "--from" when int.TryParse(value, CultureInfo.InvariantCulture, out from): i++; break;
                case "--to" when int.TryParse(value, CultureInfo.InvariantCulture, out to): i++; break;
                case "--return-slack" when double.TryParse(value, CultureInfo.InvariantCulture, out slack): i++; break;
                case "--root": root = true; break;
                case "--engine" when value is "interior-point" or "dual-newton": engine = value == "dual-newton" ? EngineKind.DualNewton : EngineKind.InteriorPoint; i++; break;
                case var word when !word.StartsWith("--", StringComparison.Ordinal): words.Add(word); break;
                default: return Refuse(arguments[i]);
            }
        }

        var settings = new DiscreteSettings { RelativeGap = gap, TimeLimit = TimeSpan.FromSeconds(seconds), Threads = threads, RootOnly = root, Convex = new SolverSettings { Engine = engine } };
        switch (words)
        {
            case ["frangioni", "all"]: Solve(ProblemSet.FrangioniGentile.Problems.Select(indexed => BuyInProblem.Of(indexed, slack)), settings); return 0;
            case ["frangioni", .. var names]: Solve(names.Select(name => BuyInProblem.Of(ProblemSet.FrangioniGentile[name], slack)), settings); return 0;
            case ["frontier", "port1" or "port2" or "port4"]: FrontierRun.Run(words[1], from, to, settings); return 0;
            case ["shares", var assets, var factors] when int.TryParse(assets, CultureInfo.InvariantCulture, out int n) && int.TryParse(factors, CultureInfo.InvariantCulture, out int k):
                WholeShareRun.Run(n, k, settings);
                return 0;
            case [_, ..] when words.TrueForAll(File.Exists): Solve(words.Select(file => CardinalityProblem.Of(Instance.Read(file))), settings); return 0;
            default: return Refuse(string.Join(' ', words));
        }
    }

    private static int Refuse(string what)
    {
        Console.Error.WriteLine($"discrete: '{what}' is not understood{Environment.NewLine}usage: {Usage}");
        return 64;
    }

    private static void Solve(IEnumerable<DiscreteProblem> problems, DiscreteSettings settings)
    {
        foreach (DiscreteProblem problem in problems)
        {
            long begun = Stopwatch.GetTimestamp();
            DiscreteResult result = new DiscreteSolver(problem.Program, settings).Solve();
            double elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            (double objective, double violation) = result.HasPoint ? problem.Judge(result.Values(problem.Holdings).ToArray()) : (double.NaN, double.NaN);
            string published = double.IsNaN(problem.PublishedBound) ? "" : FormattableString.Invariant(
                $"; published [{problem.PublishedBound:R}, {problem.PublishedObjective:R}], bound short by {Math.Max(0, (problem.PublishedBound - result.Bound) / problem.PublishedBound):E1}");
            Console.WriteLine(FormattableString.Invariant(
                $"{problem.Name}: {result.Status}, objective {objective:R}, bound {result.Bound:R} (root {result.RootBound:R}), gap {result.RelativeGap:E2}, {result.Nodes} nodes, {result.Solves} solves, {elapsed:0.000} s, violation {violation:E1}{published}"));
        }
    }
}
