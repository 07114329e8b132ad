using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>The command <c>compare</c>: solves instances, judges the answers from the raw data and prints a JSON line for each.</summary>
internal static class CompareCommand
{
    private const int Solved = 0;
    private const int NotSolved = 3;
    private const int UsageError = 64;
    private const int DataError = 65;

    /// <summary>Runs the command; the result is the process's exit code: 0 all solved, 3 some not, 64 usage, 65 bad data.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        try
        {
            CompareOptions options = CompareOptions.Parse(arguments);
            double calibration = Calibration.GigaFlops();
            bool solved = true;
            foreach (string file in options.Files)
            {
                Instance instance = Instance.Read(file);
                Variant.Apply(options.Variant, instance);
                if (instance.Kind == "p6")
                {
                    var search = new Discrete.DiscreteMeasurement(instance, options);
                    Console.WriteLine(CompareReport.Line(NameOf(instance, options), options, search, calibration));
                    solved &= search.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap;
                    continue;
                }

                var run = new Measurement(CompareProblem.Of(instance, options), Settings(options), options.Runs);
                if (options.Warm)
                {
                    run.RunWarm();
                }
                else if (options.Again)
                {
                    run.RunAgain();
                }
                else
                {
                    run.RunFresh();
                }

                Console.WriteLine(CompareReport.Line(NameOf(instance, options), options, run, calibration));
                solved &= run.Status == SolveStatus.Optimal;
            }

            return solved ? Solved : NotSolved;
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"compare: {wrong.Message}{Environment.NewLine}usage: {CompareOptions.Usage}");
            return UsageError;
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or NotSupportedException or System.Text.Json.JsonException or KeyNotFoundException)
        {
            Console.Error.WriteLine($"compare: {bad.Message}");
            return DataError;
        }
    }

    private static SolverSettings Settings(CompareOptions options) => new()
    {
        Tolerance = options.Tolerance,
        Threads = options.Threads,
        Engine = options.Engine switch
        {
            "interior-point" => EngineKind.InteriorPoint,
            "dual-newton" => EngineKind.DualNewton,
            _ => EngineKind.Auto,
        },
    };

    private static string NameOf(Instance instance, CompareOptions options)
    {
        string name = options.Impact && instance.Kind == "p1" ? "p4" + instance.Name[2..] : instance.Name;
        name = options.Variant.Length > 0 ? $"{name} {options.Variant}" : name;
        name = options.Frontier > 0 && instance.Kind == "p2" ? $"{name} frontier {options.Frontier}" : name;
        return double.IsNaN(options.CvarLimit) || instance.Kind != "p3" ? name : name + " limit";
    }
}
