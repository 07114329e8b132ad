using System.Diagnostics;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>
/// A mandate over a random factor model (fixed seed): whole shares, trades of at least 0.1 %, at most 60 of them, in an account of ten million; and how long the same mandate takes without
/// its discrete rules.
/// </summary>
internal static class WholeShareRun
{
    public static void Run(int assets, int factors, DiscreteSettings settings)
    {
        var random = new Random(12345);
        Universe universe = Universe.Of(Enumerable.Range(0, assets).Select(i => new Asset($"A{i:00000}") { Price = 10m + (i * 7919 % 490), Sector = $"S{i % 11}" }));
        var loadings = new double[assets * factors];
        for (int j = 0; j < loadings.Length; j++) loadings[j] = 0.05 * Normal(random) + (j % factors == 0 ? 0.15 : 0);
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromColumns(loadings, factors, assets), CardinalityProblem.Filled(factors, 1), universe.Values([.. Enumerable.Range(0, assets).Select(_ => 0.02 + (0.08 * random.NextDouble()))]));
        double[] start = [.. Enumerable.Range(0, assets).Select(_ => random.NextDouble() * random.NextDouble())], mean = [.. Enumerable.Range(0, assets).Select(_ => 0.05 + (0.03 * Normal(random)))];
        double sum = start.Sum();
        Dictionary<string, decimal> shares = [];
        for (int i = 0; i < assets; i++) shares[universe[i].Symbol] = decimal.Floor((decimal)(start[i] / sum * 9_900_000) / universe[i].Price!.Value);
        Account account = Account.FromShares(universe, shares, 100_000m);
        Limit[] convex = [new CashBand(0, 0.01), Limits.LongOnly, Limits.MaxWeight(0.05), new GroupBounds(universe.GroupBy("Sector", asset => asset.Sector), CardinalityProblem.Filled(11, 0.05), CardinalityProblem.Filled(11, 0.15))];
        var mandate = new Mandate
        {
            Objective = 2.5 * new Variance(risk) + new ExpectedReturn(universe.Values(mean)) + new TradingCost(universe.Values(CardinalityProblem.Filled(assets, 0.001))),
            Limits = [.. convex, new RoundLots(keepOddLots: true), new MinTrade(0.001), new MaxTrades(60)],
        };
        var plain = new Rebalancer(mandate with { Limits = convex }, universe);
        double alone = Best(() => _ = plain.Rebalance(account).Status);
        RebalanceResult continuous = plain.Rebalance(account);
        Console.WriteLine(FormattableString.Invariant($"{assets} x {factors}: without discrete rules {continuous.Status}, objective {continuous.Objective:R}, {1000 * alone:0.00} ms, {continuous.GetPlanOrThrow().Trades.Count} trades"));
        Report(new Rebalancer(mandate with { Limits = [.. convex, new RoundLots(keepOddLots: true)] }, universe, new RebalanceSettings { Discrete = settings with { RootOnly = true } }), account, "whole shares alone, fast mode", alone);
        Report(new Rebalancer(mandate, universe, new RebalanceSettings { Discrete = settings }), account, settings.RootOnly ? "all rules, fast mode" : "all rules", alone);
    }

    /// <summary>Solve and orders together; the report, whose bound may take a solve of its own, afterwards.</summary>
    private static void Report(Rebalancer rebalancer, Account account, string what, double alone)
    {
        double elapsed = Best(() => _ = rebalancer.Rebalance(account).Plan);
        RebalanceResult result = rebalancer.Rebalance(account);
        Console.WriteLine(result is { Plan: { } plan, Discrete: { } report }
            ? FormattableString.Invariant($"  {what}: {result.Status}, objective {report.Objective:R}, bound {report.Bound:R} (root {report.RootBound:R}), gap {report.RelativeGap:E2} = {report.GapBps:0.000} bp, {report.Nodes} nodes, {report.Solves} solves, {elapsed:0.0000} s = {elapsed / alone:0.0} x, {plan.Trades.Count} trades, {plan.Rounding}")
            : FormattableString.Invariant($"  {what}: {result.Status}, {elapsed:0.000} s, {result.Engine}"));
    }

    /// <summary>The best of three after a first one, seconds; one that takes long is not repeated.</summary>
    private static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run < 4 && !(run > 1 && best > 2); run++)
        {
            long begun = Stopwatch.GetTimestamp();
            action();
            double elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (run > 0) best = Math.Min(best, elapsed);
        }

        return best;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
