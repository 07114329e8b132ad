using System.Globalization;
using System.Text;
using System.Text.Json;
using Rebalancing.Benchmarks.Compare.Problems;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// The command <c>batch</c>: many accounts on the model of one p5 instance, each with holdings and lots of its own, started from the prices of
/// the instance itself. An account's time is its refill, its lots' sorting and its solve with the final pass; answers are judged afterwards.
/// </summary>
internal static class BatchCommand
{
    private const string Usage = "batch FILE.json [--accounts 2000] [--threads 1] [--tol 1e-6]";

    /// <summary>Runs the command; the exit code is that of <see cref="CompareCommand"/>.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        int accounts = 2000;
        var others = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--accounts" && i + 1 < arguments.Length && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out accounts) && accounts > 0)
            {
                i++;
            }
            else
            {
                others.Add(arguments[i]);
            }
        }

        try
        {
            CompareOptions options = CompareOptions.Parse(others.ToArray());
            foreach (string file in options.Files)
            {
                Console.WriteLine(Measure(Instance.Read(file), accounts, options));
            }

            return 0;
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"batch: {wrong.Message}{Environment.NewLine}usage: {Usage}");
            return 64;
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or JsonException or KeyNotFoundException)
        {
            Console.Error.WriteLine($"batch: {bad.Message}");
            return 65;
        }
    }

    private static string Measure(Instance model, int count, CompareOptions options)
    {
        BatchAccount[] accounts = [.. Enumerable.Range(0, count).Select(a => BatchAccount.Draw(model, a))];
        var run = new BatchMeasurement(model, accounts, options.Threads, options.Tolerance, options.Lots);
        run.Time();
        double seconds = run.Time();
        run.Judge([.. Enumerable.Range(0, count)], count);
        return Line(model.Name, count, options, seconds, run);
    }

    private static string Line(string instance, int count, CompareOptions options, double seconds, BatchMeasurement run)
    {
        double[] each = [.. run.Seconds.Order()];
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("instance", $"{instance} batch of {count}");
            json.WriteNumber("threads", options.Threads);
            json.WriteNumber("accounts_per_second", count / seconds);
            json.WriteNumber("seconds_median", each[count / 2]);
            json.WriteNumber("seconds_99.9_percent", each[Math.Min(count - 1, (int)(0.999 * count))]);
            json.WriteNumber("seconds_max", each[^1]);
            json.WriteNumber("optimal", run.Optimal);
            json.WriteNumber("handed_to_interior_point", run.HandedOver);
            json.WriteNumber("worst_violation", run.WorstViolation);
            json.WriteNumber("worst_gap", run.WorstGap);
            json.WriteNumber("iterations_mean", run.MeanIterations);
            json.WriteNumber("bytes_allocated", run.BytesAllocated);
            json.WriteString("hash", run.Hash.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteNumber("calibration_gflops", Math.Round(Calibration.GigaFlops(), 2));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
