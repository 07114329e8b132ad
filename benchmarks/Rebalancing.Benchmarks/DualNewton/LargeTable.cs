using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>The largest instance, with the memory that its first solve takes.</summary>
internal static class LargeTable
{
    public static void Write(string file)
    {
        Instance instance = Instance.Read(file);
        var row = new SeedRow();
        var warm = new SeedRow();
        row.Add(() => CompareProblem.Of(instance, new CompareOptions()), runs: 12, isWarm: false);
        warm.Add(() => CompareProblem.Of(instance, new CompareOptions()), runs: 12, isWarm: true);
        var first = new Measurement(CompareProblem.Of(instance, new CompareOptions()), new SolverSettings { Tolerance = 1e-6 }, runs: 1);
        first.RunFresh();
        Console.WriteLine($"{Environment.NewLine}## 50,000 assets, 200 factors, one instance{Environment.NewLine}{Environment.NewLine}{SeedRow.Head}");
        Console.WriteLine(row.Line(instance.Name, "10"));
        Console.WriteLine(warm.Line(instance.Name + ", 1 % changed", "-"));
        Console.WriteLine(FormattableString.Invariant(
            $"{Environment.NewLine}A first solve, the recording of the program included, takes {1e3 * first.Seconds[0]:F0} ms and allocates {first.BytesAllocated / 1e6:F0} MB beside the data and the model (aim: 200 MB); the model's maps are made in {1e3 * first.ModelSeconds:F0} ms."));
    }
}
