using System.Globalization;
using System.Text.Json;
using Rebalancing.Benchmarks.Compare;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>The command <c>dual-newton</c>: every table of the engine in one run, as markdown.</summary>
internal static class DualNewtonCommand
{
    private const string Usage = "dual-newton DATA [--prices FOLDER] [--runs 15] [--tables seeds,large,own,batch] (DATA holds seed1 .. seed10 and the instances themselves)";

    private static readonly string[] AllTables = ["seeds", "large", "own", "batch"];

    /// <summary>Runs the command; 0 done, 64 usage, 65 bad data.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        string data = "", prices = "";
        int runs = 15;
        string[] tables = AllTables;
        for (int i = 0; i < arguments.Length; i++)
        {
            bool hasValue = i + 1 < arguments.Length;
            switch (arguments[i])
            {
                case "--prices" when hasValue:
                    prices = arguments[++i];
                    break;
                case "--runs" when hasValue && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out runs) && runs > 0:
                    i++;
                    break;
                case "--tables" when hasValue && arguments[i + 1].Split(',').All(AllTables.Contains):
                    tables = arguments[++i].Split(',');
                    break;
                case var word when data.Length == 0 && !word.StartsWith("--", StringComparison.Ordinal):
                    data = word;
                    break;
                default:
                    Console.Error.WriteLine($"dual-newton: '{arguments[i]}' is not understood{Environment.NewLine}usage: {Usage}");
                    return 64;
            }
        }

        try
        {
            Write(data, prices, runs, tables);
            return 0;
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or JsonException or KeyNotFoundException)
        {
            Console.Error.WriteLine($"dual-newton: {bad.Message}");
            return 65;
        }
    }

    private static void Write(string data, string prices, int runs, string[] tables)
    {
        string gigaFlops = Calibration.GigaFlops().ToString("F0", CultureInfo.InvariantCulture);
        Console.WriteLine(
            $"""
            # The dual Newton engine: times, counts, certificates

            Written by `dual-newton DATA --prices FOLDER > benchmarks/results/dual-newton.md` on {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC. Machine: {Processor()}, {Environment.ProcessorCount} cores at hand, {gigaFlops} GFLOP/s in the library's 1000 x 1000 Gram product on one core
            before the first table. Release, one thread unless workers are named.

            A time is that of pouring the numbers into a recorded program and solving it without a starting point at tolerance 1e-6, final pass and repair included. For every seed the median of {runs} runs is taken; the table shows the
            median and the worst of the seeds. Gaps and violations are recomputed from the raw arrays by code that shares nothing with the engines, the largest of all seeds; in our own families and with a norm by the library's checker. The interior
            point solves the same programs in the same run. The hash is of the bits of all holdings of all seeds.
            """);
        if (tables.Contains("seeds"))
        {
            SeedTables.Write(data, runs);
        }

        if (tables.Contains("large"))
        {
            LargeTable.Write(Path.Combine(data, "p1_50000_200.json"));
        }

        if (tables.Contains("own"))
        {
            OwnTable.Write(data, prices, runs);
        }

        if (tables.Contains("batch"))
        {
            BatchTable.Write(Path.Combine(data, "p5_500_50.json"));
        }
    }

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown processor";
    }
}
