using Rebalancing.Benchmarks.Compare;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>What a rebalance of one of our own families consists of, as plain arrays.</summary>
internal sealed record OwnFamily
{
    public required DenseMap Loadings { get; init; }

    /// <summary>Variance of each factor; one for loadings that are scaled already.</summary>
    public required double[] FactorVariance { get; init; }

    public required double[] Specific { get; init; }

    public required double[] Expected { get; init; }

    public required double[] Cost { get; init; }

    public required double[] Held { get; init; }

    public required double RiskAversion { get; init; }

    public required double Cap { get; init; }

    /// <summary>The ways in which assets are grouped; each group may move by <see cref="Reach"/> from where it is held.</summary>
    public required IReadOnlyList<int[]> Groupings { get; init; }

    public double Reach { get; init; } = 0.02;

    /// <summary>Largest sum of |w - held|; infinite for none.</summary>
    public double Turnover { get; init; } = double.PositiveInfinity;

    /// <summary>Largest sum of |w|, with shorts to minus the cap; infinite for long-only without it.</summary>
    public double Gross { get; init; } = double.PositiveInfinity;

    /// <summary>Largest tracking error to what is held; infinite for none.</summary>
    public double Tracking { get; init; } = double.PositiveInfinity;

    /// <summary>A p1 instance, its own grouping alone.</summary>
    public static OwnFamily Of(Instance instance)
    {
        int n = instance.Extent("F", 0), k = instance.Extent("F", 1);
        return new OwnFamily
        {
            Loadings = DenseMap.FromColumns(instance.Doubles("F"), k, n),
            FactorVariance = [.. Enumerable.Repeat(1.0, k)],
            Specific = instance.Doubles("D"),
            Expected = instance.Doubles("mu"),
            Cost = instance.Doubles("c"),
            Held = instance.Doubles("w0"),
            RiskAversion = instance.Scalar("gamma"),
            Cap = instance.Scalar("cap"),
            Groupings = [instance.Integers("group")],
        };
    }

    /// <summary>Sixteen countries across the twenty groups: every asset lies in two rows of different groupings.</summary>
    public OwnFamily Overlapping(int seed)
    {
        var random = new Random(seed);
        int[] country = new int[Held.Length];
        for (int i = 0; i < country.Length; i++)
        {
            country[i] = random.Next(16);
        }

        return this with { Groupings = [.. Groupings, country] };
    }

    /// <summary>
    /// Shares of an index, loadings and specific variances estimated from their daily returns (principal components, factors of very different variances), grouped by sector. What is held, expected returns and costs are drawn.
    /// </summary>
    public static OwnFamily OfReturns(FactorModel model, int[] sector, int seed)
    {
        var random = new Random(seed);
        int n = model.Count;
        double[] held = new double[n], expected = new double[n], cost = new double[n];
        for (int i = 0; i < n; i++)
        {
            held[i] = random.NextDouble() < 0.5 ? -Math.Log(1 - random.NextDouble()) : 0;
            expected[i] = 0.05 + (0.05 * Normal(random));
            cost[i] = 0.001 + (0.004 * random.NextDouble());
        }

        double total = held.Sum();
        return new OwnFamily
        {
            Loadings = model.Loadings,
            FactorVariance = model.RiskVariances.ToArray(),
            Specific = model.SpecificVariances.ToArray(),
            Expected = expected,
            Cost = cost,
            Held = Array.ConvertAll(held, weight => weight / total),
            RiskAversion = 5,
            Cap = 0.05,
            Groupings = [sector],
        };
    }

    /// <summary>sqrt((w - held)'(F'VF + D)(w - held)).</summary>
    public double TrackingError(double[] weights)
    {
        double[] move = [.. weights.Zip(Held, (w, h) => w - h)], exposure = new double[FactorVariance.Length];
        Loadings.Apply(move, exposure);
        return Math.Sqrt(move.Zip(Specific, (v, d) => d * v * v).Sum() + exposure.Zip(FactorVariance, (y, variance) => variance * y * y).Sum());
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
