namespace Rebalancing.Core.Tests.Planning;

/// <summary>Random limits, many of which contradict one another, each with its plain definition.</summary>
internal static class RandomLimits
{
    public static (Universe Universe, double[] Held, List<PlainLimit> Limits) Draw(int seed, bool priorities)
    {
        var random = new TestRandom(seed);
        int n = random.Integer(3, 9);
        int groups = random.Integer(1, 4);
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => new Asset($"S{i}") { Sector = $"G{i % groups}" })]);
        double[] held = random.Simplex(n);
        for (int i = 0; i < n; i++) held[i] *= 0.97;
        List<PlainLimit> limits = [];
        if (random.Chance(0.8)) Add(Limits.LongOnly, 1, Single(n, i => (0, double.PositiveInfinity)));
        (double least, double most) = (random.Uniform(0, 0.02), random.Uniform(0.02, 0.1));
        if (random.Chance(0.8)) Add(new CashBand(least, most), 1, [(Cash(n), least, most)]);
        if (random.Chance(0.6))
        {
            double cap = random.Uniform(0.1, 0.6);
            Add(Limits.MaxWeight(cap), 1, Single(n, i => (double.NegativeInfinity, cap)));
        }
        if (random.Chance(0.6))
        {
            double turnover = random.Uniform(0.0, 0.2);
            Add(Limits.Turnover(turnover), 1, [(Side(n, n + 1), double.NegativeInfinity, turnover), (Side(n, (2 * n) + 1), double.NegativeInfinity, turnover)]);
        }
        if (random.Chance(0.5))
        {
            int banned = random.Integer(0, n);
            Add(new DoNotHold($"S{banned}"), 1, [(Unit(n, banned), 0, 0)]);
        }
        if (random.Chance(0.4))
        {
            int locked = random.Integer(0, n);
            Add(new NoTrade($"S{locked}"), 1, [(Unit(n, locked), held[locked], held[locked])]);
        }
        if (random.Chance(0.7))
        {
            double[] lower = new double[groups], upper = new double[groups];
            for (int g = 0; g < groups; g++) (lower[g], upper[g]) = random.Chance(0.5) ? (double.NegativeInfinity, random.Uniform(0.05, 0.5)) : (random.Uniform(0.2, 0.7), double.PositiveInfinity);
            Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
            Add(new GroupBounds(sectors, lower, upper), 1, [.. Enumerable.Range(0, groups).Select(g => (Sum(n, i => i % groups == g ? 1 : 0), lower[sectors.IndexOf($"G{g}")], upper[sectors.IndexOf($"G{g}")]))]);
        }
        for (int l = random.Integer(0, 3); l > 0; l--)
        {
            double[] a = random.UniformVector(n, -1, 2);
            double bound = random.Uniform(-0.5, 1.5);
            bool isUpper = random.Chance(0.5);
            Add(new LinearLimit($"Score{l}", a, isUpper ? double.NegativeInfinity : bound, isUpper ? bound : double.PositiveInfinity), 1 / Math.Abs(bound),
                [(Sum(n, i => a[i]), isUpper ? double.NegativeInfinity : bound, isUpper ? bound : double.PositiveInfinity)]);
        }
        return (universe, held, limits);

        void Add(Limit limit, double price, IReadOnlyList<(double[], double, double)> rows)
        {
            double dear = priorities ? random.Uniform(0.5, 3) : 1;
            limits.Add(new PlainLimit(priorities ? limit.WithPriority(random.Integer(1, 4), dear) : limit, price * dear, limit.Name.StartsWith("Turnover", StringComparison.Ordinal), rows));
        }
    }

    private static double[] Unit(int n, int i) => Sum(n, j => i == j ? 1 : 0);

    private static double[] Cash(int n) => [.. new double[n], 1];

    private static double[] Side(int n, int from) => [.. new double[from], .. Enumerable.Repeat(1.0, n)];

    private static double[] Sum(int n, Func<int, double> a) => [.. Enumerable.Range(0, n).Select(a)];

    private static IReadOnlyList<(double[], double, double)> Single(int n, Func<int, (double, double)> bounds) =>
        [.. Enumerable.Range(0, n).Select(i => (Unit(n, i), bounds(i).Item1, bounds(i).Item2))];
}
