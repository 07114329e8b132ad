using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>One JSON line per instance.</summary>
internal static class CompareReport
{
    /// <summary>The line for a measured instance. A number that is not finite is written as null.</summary>
    public static string Line(string instance, CompareOptions options, ICompareRun run, double calibration)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("instance", instance);
            json.WriteString("status", run.Status.ToString());
            json.WriteString("engine", run.Engine.ToString());
            json.WriteNumber("iterations", run.Iterations);
            Number(json, "seconds_median", Median(run.Seconds));
            Number(json, "seconds_min", run.Seconds[0]);
            Number(json, "seconds_max", run.Seconds[^1]);
            Number(json, "objective", run.Assessment.Objective);
            Number(json, "violation", run.Assessment.Violation);
            Number(json, "gap", run.Assessment.RelativeGap);
            json.WriteNumber("threads", options.Threads);
            json.WriteNumber("bytes_allocated", run.BytesAllocated);
            Number(json, "calibration_gflops", Math.Round(calibration, 2));
            json.WriteString("hash", run.Hash.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteString("run", options.Warm ? "warm" : options.Again ? "again" : "fresh");
            json.WriteNumber("tolerance", options.Tolerance);
            Number(json, "seconds_model", run.ModelSeconds);
            Number(json, "seconds_assessment", run.AssessmentSeconds);
            using var process = Process.GetCurrentProcess();
            json.WriteNumber("process_peak_bytes", process.PeakWorkingSet64);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static double Median(IReadOnlyList<double> ascending) =>
        0.5 * (ascending[(ascending.Count - 1) / 2] + ascending[ascending.Count / 2]);

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
