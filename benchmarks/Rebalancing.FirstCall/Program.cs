using System.Diagnostics;
using System.Globalization;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.FirstCall;

// FirstCall FILE.json [RUNS]: the first solve in a fresh process, one row of a table, of RUNS processes after one that is not counted.
// FirstCall FILE.json once: one such process; prints what the parent reads.
if (args is not [var file, ..] || !File.Exists(file))
{
    Console.Error.WriteLine("usage: FirstCall FILE.json [RUNS = 15]");
    return 64;
}

if (args is [_, "once"])
{
    double[] figures = FirstSolve.Of(Instance.Read(file));
    Console.WriteLine(string.Join(' ', figures.Select(figure => figure.ToString("R", CultureInfo.InvariantCulture))));
    return 0;
}

int runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 15;
var measured = new List<double[]>();
for (int run = 0; run <= runs; run++)
{
    string program = Environment.ProcessPath!, assembly = Path.Combine(AppContext.BaseDirectory, "Rebalancing.FirstCall.dll");
    string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [assembly, file, "once"] : [file, "once"];
    using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
    string line = child.StandardOutput.ReadToEnd();
    child.WaitForExit();
    if (child.ExitCode != 0) return 3;
    if (run > 0) measured.Add(Array.ConvertAll(line.Split(' '), word => double.Parse(word, CultureInfo.InvariantCulture)));
}

Console.WriteLine($"| instance | {string.Join(" | ", FirstSolve.Figures)} |");
Console.WriteLine($"|---|{string.Concat(FirstSolve.Figures.Select(_ => "---|"))}");
Console.Write($"| {Path.GetFileNameWithoutExtension(file)} |");
for (int k = 0; k < FirstSolve.Figures.Count; k++)
{
    double[] sorted = [.. measured.Select(row => row[k]).Order()];
    Console.Write(string.Create(CultureInfo.InvariantCulture, $" {sorted[0]:0.0} / {sorted[sorted.Length / 2]:0.0} |"));
}

Console.WriteLine();
return 0;
