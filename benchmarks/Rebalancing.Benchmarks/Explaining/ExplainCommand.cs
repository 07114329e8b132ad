using System.Diagnostics;
using System.Globalization;

namespace Rebalancing.Benchmarks.Explaining;

/// <summary>What explanations, what-ifs and conflict reports cost, next to the plain solve: minimum and median of repeated runs.</summary>
internal static class ExplainCommand
{
    private const int Factors = 60;

    public static int Run()
    {
        Console.WriteLine("| what | least ms | median ms |");
        Console.WriteLine("|---|---:|---:|");
        foreach ((TurnoverKind turnover, bool certified) in new[] { (TurnoverKind.TwoWay, false), (TurnoverKind.TwoWay, true), (TurnoverKind.OneWay, true) })
            foreach (int assets in new[] { 500, 3000 }) Plans(assets, turnover, certified);
        Conflicts();
        return 0;
    }

    private static void Plans(int n, TurnoverKind turnover, bool certified)
    {
        (Universe universe, Account account, Mandate mandate) = Problem(n, 17, turnover);
        var settings = new RebalanceSettings { Certify = certified };
        var rebalancer = new Rebalancer(mandate, universe, settings);
        RebalanceResult result = rebalancer.Rebalance(account);
        string size = FormattableString.Invariant($"{n} x {Factors}, {result.Engine.Split(':')[0]}{(certified ? ", certified" : "")}");
        Line($"first solve with a new rebalancer ({size})", 9, () => new Rebalancer(mandate, universe, settings).Rebalance(account));
        Line($"plain solve, same rebalancer ({size})", 15, () => rebalancer.Rebalance(account));
        Line($"the same in a batch of one, nothing kept ({size})", 15, () => rebalancer.RebalanceAll([account]));
        Line($"reasons, intervals and prices ({size})", 15, () => result.Explain());
        // the plan's figures are computed on first request: one fresh plan a run
        Plan[] plans = [.. Enumerable.Range(0, 20).Select(_ => rebalancer.Rebalance(account).GetPlanOrThrow())];
        int next = 0;
        Line($"attribution: costs of plan, target and doing nothing ({size})", 15, () => plans[next++].Costs);
        Line($"what-if: an asset locked ({size})", 9, () => result.WhatIf(Change.Lock(universe[0].Symbol)));
        Line($"what-if: another turnover ({size})", 9, () => result.WhatIf(Change.Limit(mandate.Limits[3].Name, new Turnover(turnover).AtMost(0.12))));
    }

    private static void Conflicts()
    {
        const int n = 500;
        (Universe universe, Account account, Mandate mandate) = Problem(n, 5, TurnoverKind.OneWay);
        Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
        // forty limits in all: one number for each group and the rest of the mandate; the largest sector must be sold beyond the turnover
        List<Limit> limits = [.. mandate.Limits];
        for (int g = 0; limits.Count < 39; g++)
        {
            double[] row = new double[n];
            for (int i = 0; i < n; i++) row[i] = i % 35 == g ? 1 : 0;
            limits.Add(new LinearLimit($"Slice {g}", row, double.NegativeInfinity, 0.06));
        }
        limits.Add(GroupBounds.AtMost(sectors, new Dictionary<string, double> { ["G0"] = 0.01, ["G1"] = 0.01, ["G2"] = 0.01 }).WithPriority(200));
        Mandate contradictory = mandate with { Limits = limits };
        var rebalancer = new Rebalancer(contradictory, universe);
        RebalanceResult result = rebalancer.Rebalance(account);
        Line(FormattableString.Invariant($"infeasible solve with its relaxation, {n} assets, {limits.Count} limits: {result.Status}"), 7, () => rebalancer.Rebalance(account));
        Line(FormattableString.Invariant($"the same and the whole conflict report ({result.ConflictReport?.Sets.Count} sets)"), 7, () => rebalancer.Rebalance(account).ConflictReport);
    }

    private static void Line(string what, int runs, Func<object?> work)
    {
        for (int warm = 0; warm < 5; warm++) work();
        double[] times = new double[runs];
        for (int r = 0; r < runs; r++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times[r] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[0]:0.000} | {times[runs / 2]:0.000} |"));
    }

    private static (Universe Universe, Account Account, Mandate Mandate) Problem(int n, int seed, TurnoverKind turnover)
    {
        var random = new Random(seed);
        double[] Draw(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))];
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => new Asset(FormattableString.Invariant($"A{i:0000}")) { Sector = $"G{i % 20}" })]);
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromColumns(Draw(Factors * n, -1, 1), Factors, n), Draw(Factors, 0.001, 0.01), Draw(n, 0.01, 0.09));
        double[] held = Draw(n, 0, 1);
        double sum = held.Sum();
        for (int i = 0; i < n; i++) held[i] /= sum;
        Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
        var mandate = new Mandate
        {
            Objective = 2.5 * new Variance(risk) + new ExpectedReturn(Draw(n, 0, 0.1)) + new TradingCost(Draw(n, 0.0003, 0.002)),
            Limits = [Limits.FullyInvested, Limits.LongOnly, Limits.MaxWeight(Math.Max(0.05, held.Max())), new Turnover(turnover).AtMost(0.10),
                GroupBounds.Within(sectors, held, 0.03)],
        };
        return (universe, Account.FromWeights(universe, held, 100_000_000m), mandate);
    }
}
