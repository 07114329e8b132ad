using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>The generator's instances over its seeds: as they are, after a change of expected returns, and harder ones.</summary>
internal static class SeedTables
{
    private const int Seeds = 10;

    private static readonly string[] Sizes = ["500_20", "1000_50", "3000_100", "10000_100"];

    /// <summary>Times of p1 that are wanted, in milliseconds, in the order of the sizes; the other rows' aims follow from them.</summary>
    private static readonly double[] Aims = [0.2, 0.35, 0.5, 1.2];

    public static void Write(string data, int runs)
    {
        Console.WriteLine($"{Environment.NewLine}## Ten seeds{Environment.NewLine}{Environment.NewLine}{SeedRow.Head}");
        for (int s = 0; s < Sizes.Length; s++)
        {
            Row(data, $"p1_{Sizes[s]}", "", false, Aims[s], runs);
        }

        Row(data, "p1_500_20", "", true, 0.2, runs);
        Row(data, "p1_1000_50", "", true, 0.5, runs);
        Row(data, "p1_3000_100", "", true, 1.2, runs);
        Row(data, "p5_500_50", "", false, 0.35, runs);
        Row(data, "p5_3000_50", "", false, 0.9, runs);

        Console.WriteLine($"{Environment.NewLine}After 1 % of the expected returns changed, from the prices of the unchanged ones; the aim is 70 % of the row above, waived from 10,000 assets.{Environment.NewLine}{Environment.NewLine}{SeedRow.Head}");
        for (int s = 0; s < Sizes.Length; s++)
        {
            Row(data, $"p1_{Sizes[s]}", "", false, s == 3 ? double.NaN : 0.7 * Aims[s], runs, isWarm: true);
        }

        Row(data, "p5_500_50", "", false, 0.7 * 0.35, runs, isWarm: true);
        Row(data, "p5_3000_50", "", false, 0.7 * 0.9, runs, isWarm: true);

        Console.WriteLine(
            $"{Environment.NewLine}Tight caps (holdings stay above the cap, groups rebuilt around a portfolio that fits), aim twice the p1 row, five times from 10,000 assets; little specific risk, aim four times the p1 row: all of it times 1e-4, "
            + $"every fifth zero, and risk aversion a tenth with costs a hundredth.{Environment.NewLine}{Environment.NewLine}{SeedRow.Head}");
        foreach ((string variant, double times, double timesLarge) in new[] { ("cap-1.2", 2.0, 5.0), ("cap-3", 2, 5), ("small-specific", 4, 4), ("zero-specific", 4, 4), ("near-linear", 4, 4) })
        {
            for (int s = 0; s < Sizes.Length; s++)
            {
                Row(data, $"p1_{Sizes[s]}", variant, false, Aims[s] * (s == 3 ? timesLarge : times), runs);
            }
        }
    }

    private static void Row(string data, string file, string variant, bool hasImpact, double aim, int runs, bool isWarm = false)
    {
        var row = new SeedRow();
        var options = new CompareOptions { Impact = hasImpact };
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Instance instance = Instance.Read(Path.Combine(data, $"seed{seed}", file + ".json"));
            Variant.Apply(variant, instance);
            row.Add(() => CompareProblem.Of(instance, options), runs, isWarm);
        }

        string name = hasImpact ? "p4" + file[2..] : file;
        Console.WriteLine(row.Line(variant.Length > 0 ? $"{name} {variant}" : name, double.IsNaN(aim) ? "-" : FormattableString.Invariant($"{aim:0.###}")));
    }
}
