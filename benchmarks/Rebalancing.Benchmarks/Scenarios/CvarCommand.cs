using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Scenarios;

/// <summary>
/// The command <c>cvar</c>: every p3 instance of a folder with CVaR in the objective, with a limit where its file is there, and relatives of p3_10000_200 with more of what a
/// mandate holds; cold re-solves, and re-solves from the answer before: of 1 % changed returns, of one asset kept by its owner, of the day after. One row of a table each, in a process of its own, so that
/// its peak memory is its own. The first call is that of one more fresh process with the run-time compiler as an application has it by default; the rest is measured with tiered compilation off.
/// </summary>
internal static class CvarCommand
{
    private const string Usage = "cvar FOLDER";
    private const double Tolerance = 1e-6;
    /// <summary>Part of the limit of an instance that no portfolio meets.</summary>
    private const double ImpossiblePart = 0.5;

    private const string Company = "p3_10000_200";
    private const string FirstOnly = "first";

    private static readonly string[] Sizes = ["1000_50", "10000_200", "50000_500", "200000_500", "1000000_100"];
    private static readonly string[] Relatives = ["mandate", "two-limits", "lots", "flows", "impossible", "tax-lots", "netted-lots"];

    /// <summary>Runs the command; 0 if every instance was solved by the scenario engine, 3 otherwise, 64 for wrong usage.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        switch (arguments.Length)
        {
            case 1:
                return Table(arguments[0]);
            case 3:
                return Row(arguments[0], arguments[1], arguments[2]);
            case 4 when arguments[3] == FirstOnly:
                return First(arguments[0], arguments[1], arguments[2]);
            default:
                Console.Error.WriteLine($"usage: {Usage}");
                return 64;
        }
    }

    private static int Table(string folder)
    {
        Console.WriteLine("| instance | cold: min / median ms | changed: min / median ms | override: min / median ms | next day: min / median ms | steps | gap | violation | bytes a re-solve | first call, default settings, ms | peak memory / scenarios |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        int worst = 0;
        foreach (string kind in (string[])["", "limit"])
            foreach (string size in Sizes)
                if (File.Exists(Path.Combine(folder, $"p3_{size}.json")) && (kind.Length == 0 || File.Exists(Path.Combine(folder, $"p3_{size}_cvqp.json"))))
                    worst = Math.Max(worst, Child(folder, $"p3_{size}", kind.Length == 0 ? "plain" : kind));
        foreach (string kind in Relatives)
            worst = Math.Max(worst, Child(folder, Company, kind));
        return worst;
    }

    private static int Child(string folder, string name, string kind)
    {
        using Process child = Process.Start(Command("cvar", folder, name, kind))!;
        child.WaitForExit();
        return child.ExitCode;
    }

    private static ProcessStartInfo Command(params string[] arguments)
    {
        string program = Environment.ProcessPath!, assembly = typeof(CvarCommand).Assembly.Location;
        return new ProcessStartInfo(program, Path.GetFileNameWithoutExtension(program) == "dotnet" ? [assembly, .. arguments] : arguments);
    }

    private static string FirstMilliseconds(string folder, string name, string kind)
    {
        ProcessStartInfo start = Command("cvar", folder, name, kind, FirstOnly);
        start.RedirectStandardOutput = true;
        start.Environment["DOTNET_TieredCompilation"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "1";
        using Process child = Process.Start(start)!;
        string line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? line.Trim() : "failed";
    }

    private static int First(string folder, string name, string kind)
    {
        Instance instance = Instance.Read(Path.Combine(folder, name + ".json"));
        if (kind is "tax-lots" or "netted-lots")
        {
            TailMandate mandate = MandateOf(instance, kind);
            bool solved = mandate.Run(runs: 1).Status == RebalanceStatus.Optimal;
            Console.WriteLine((1e3 * mandate.FirstSeconds).ToString("0", CultureInfo.InvariantCulture));
            return solved ? 0 : 3;
        }

        var run = new Measurement(CompareProblem.Of(instance, Options(folder, name, kind, runs: 1)), new SolverSettings { Tolerance = Tolerance }, runs: 1);
        run.RunFirst();
        Console.WriteLine((1e3 * run.FirstSeconds).ToString("0", CultureInfo.InvariantCulture));
        return run.Status == Expected(kind) ? 0 : 3;
    }

    private static Compare.CompareOptions Options(string folder, string name, string kind, int runs) => new()
    {
        CvarLimit = kind == "limit" ? Limit(folder, name) : kind == "impossible" ? ImpossiblePart * Limit(folder, name) : double.NaN,
        Variant = kind is "plain" or "limit" or "impossible" ? "" : kind,
        Tolerance = Tolerance,
        Runs = runs,
    };

    private static int Row(string folder, string name, string kind)
    {
        Instance instance = Instance.Read(Path.Combine(folder, name + ".json"));
        if (kind is "tax-lots" or "netted-lots")
            return MandateRow(instance, name, kind, FirstMilliseconds(folder, name, kind));
        double scenarioBytes = 8.0 * instance.Extent("R", 0) * instance.Extent("R", 1);
        string first = FirstMilliseconds(folder, name, kind);
        Compare.CompareOptions options = Options(folder, name, kind, runs: scenarioBytes > 5e8 ? 5 : 15);
        var settings = new SolverSettings { Tolerance = Tolerance };
        var cold = new Measurement(CompareProblem.Of(instance, options), settings, options.Runs);
        cold.RunAgain();
        using var process = Process.GetCurrentProcess();
        double peak = process.PeakWorkingSet64;
        Measurement Again(Action<Measurement> run)
        {
            var measured = new Measurement(CompareProblem.Of(instance, options), settings, options.Runs);
            run(measured);
            return measured;
        }

        bool isImpossible = kind == "impossible";
        SolveStatus expected = Expected(kind);
        Measurement warm = Again(run => run.RunWarm());
        Measurement? kept = isImpossible ? null : Again(run => run.RunOverride()), next = isImpossible ? null : Again(run => run.RunNextDay());
        Measurement[] all = [.. new[] { cold, warm, kept, next }.OfType<Measurement>()];
        bool solved = all.All(run => run.Status == expected && run.Engine == EngineKind.Scenarios);
        string Steps(Func<Measurement, string> write) => string.Join(" / ", all.Select(write));
        string steps = Steps(run => run.Iterations.ToString(CultureInfo.InvariantCulture)), gaps = Steps(run => run.Assessment.RelativeGap.ToString("0.0e+0", CultureInfo.InvariantCulture));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name}{(kind == "plain" ? "" : " " + kind)} | {Times(cold)} | {Times(warm)} | {Times(kept)} | {Times(next)} | {steps} | {gaps} | {all.Max(run => run.Assessment.Violation):0e+0} | {cold.BytesAllocated} | {first} | {peak / 1e6:0} MB / {scenarioBytes / 1e6:0} MB |{(solved ? "" : " " + string.Join(", ", all.Select(run => $"{run.Status} {run.Engine}")))}"));
        return solved ? 0 : 3;
    }

    /// <summary>The same columns of a whole mandate with tax lots, where they have a meaning: there is no start from an answer before.</summary>
    private static int MandateRow(Instance instance, string name, string kind, string first)
    {
        TailMandate mandate = MandateOf(instance, kind);
        RebalanceResult result = mandate.Run(runs: 15);
        using var process = Process.GetCurrentProcess();
        Certificate certificate = result.Certificate;
        bool solved = result.Status == RebalanceStatus.Optimal && result.Engine.StartsWith(nameof(EngineKind.Scenarios), StringComparison.Ordinal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} {kind} | {1e3 * mandate.Seconds[0]:0.00} / {1e3 * mandate.Seconds[mandate.Seconds.Count / 2]:0.00} | – | – | – | {result.Iterations} | {certificate.RelativeGap:0.0e+0} | {certificate.PrimalResidual:0e+0} | – | {first} | {process.PeakWorkingSet64 / 1e6:0} MB |{(solved ? "" : " " + result.Status + " " + result.Engine)}"));
        return solved ? 0 : 3;
    }

    private static string Times(Measurement? run) => run is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{1e3 * run.Seconds[0]:0.00} / {1e3 * Median(run):0.00}");

    private static TailMandate MandateOf(Instance instance, string kind) => new(instance, kind == "tax-lots" ? TaxNetting.Separable : TaxNetting.Exact, Tolerance);

    private static SolveStatus Expected(string kind) => kind == "impossible" ? SolveStatus.Infeasible : SolveStatus.Optimal;

    private static double Median(Measurement run) => run.Seconds[run.Seconds.Count / 2];

    private static double Limit(string folder, string name)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + "_cvqp.json")));
        return manifest.RootElement.GetProperty("kappa").GetDouble();
    }
}
