using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Compare.Problems;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>Families that the engine was not tuned on: loadings estimated from returns, overlapping groups, turnover and gross budgets, and a tracking error of at most so much.</summary>
internal static class OwnTable
{
    private const int Seeds = 10;

    /// <summary>Part of the turnover, gross exposure and tracking error without the limit that the limit leaves.</summary>
    private const double Left = 0.6;

    public static void Write(string data, string prices, int runs)
    {
        Console.WriteLine(
            $"{Environment.NewLine}## Families of our own{Environment.NewLine}{Environment.NewLine}Real loadings: shares of an index with a close on every day of five years, 20 principal components, sectors as groups; what is held, expected returns and costs are drawn. Overlapping: "
            + "sixteen more groups across the twenty. Turnover at most 60 % of what it is without the limit. Gross: shorts to the cap, sum of |w| at most 1.4. Tracking error to what is held at most 60 % of what it is "
            + $"without the limit; iterations are those of all its solves.{Environment.NewLine}{Environment.NewLine}{SeedRow.Head}");
        if (prices.Length > 0)
        {
            IndexReturns index = IndexReturns.Read(Path.Combine(prices, "sp500_5yr_close.csv.gz"), Path.Combine(prices, "sp500_constituents_gics.csv"));
            Row($"real loadings, {index.Model.Count} x {index.Model.FactorCount}", seed => OwnFamily.OfReturns(index.Model, index.Sector, seed), runs);
        }

        foreach (string size in new[] { "500_20", "3000_100" })
        {
            Row($"overlapping groups {size}", seed => Read(data, size, seed).Overlapping(seed), runs);
            Row($"turnover {size}", seed => Limited(Read(data, size, seed), (family, free) => family with { Turnover = Left * Distance(free, family.Held) }), runs);
            Row($"gross {size}", seed => Read(data, size, seed) with { Gross = 1.4 }, runs);
            Row($"turnover and gross {size}", seed => Limited(Read(data, size, seed) with { Gross = 1.4 }, (family, free) => family with { Turnover = Left * Distance(free, family.Held) }), runs);
            Row($"tracking error {size}", seed => Limited(Read(data, size, seed), (family, free) => family with { Tracking = Left * family.TrackingError(free) }), runs);
        }
    }

    private static OwnFamily Read(string data, string size, int seed) => OwnFamily.Of(Instance.Read(Path.Combine(data, $"seed{seed}", $"p1_{size}.json")));

    /// <summary>The family with a limit made from its answer without it.</summary>
    private static OwnFamily Limited(OwnFamily family, Func<OwnFamily, double[], OwnFamily> limit)
    {
        var free = new OwnFamilyProblem(family);
        free.MakeModel();
        return limit(family, free.Solve());
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Sum();

    private static void Row(string name, Func<int, OwnFamily> family, int runs)
    {
        var row = new SeedRow();
        for (int seed = 1; seed <= Seeds; seed++)
        {
            OwnFamily own = family(seed);
            row.Add(() => new OwnFamilyProblem(own), runs, isWarm: false);
        }

        Console.WriteLine(row.Line(name, "-"));
    }
}
