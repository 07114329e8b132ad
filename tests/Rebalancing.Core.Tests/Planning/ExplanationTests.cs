using Rebalancing.Testing;

namespace Rebalancing.Core.Tests.Planning;

/// <summary>Reasons add up, intervals hold where they say, prices are derivatives: each checked by solving again.</summary>
[TestFixture]
internal sealed class ExplanationTests
{
    private const int Assets = 9;

    [Test]
    public void Explain_RandomMandates_ReasonsAddUpWithinTheSolversTolerance([Range(1, 40)] int seed)
    {
        (Mandate mandate, Universe universe, Account account) = Random(seed);
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        Assert.That(result.IsOptimal, Is.True, $"seed {seed}: {result.Status}");

        Explanation explanation = result.Explain();

        Assert.That(explanation.Trades.Count + explanation.NoTrade.Count, Is.EqualTo(Assets), $"seed {seed}");
        foreach (TradeReasons trade in explanation.Trades)
        {
            Assert.That(trade.Reasons.Sum(reason => reason.Bps), Is.EqualTo(trade.Unexplained).Within(1e-2), $"seed {seed}: {trade}");
            Assert.That(trade.Unexplained, Is.EqualTo(0).Within(1e-2), $"seed {seed}: {trade}");
        }
    }

    [Test]
    public void Explain_TradedAssets_PayTheirSpreadInFull([Range(1, 20)] int seed)
    {
        (Mandate mandate, Universe universe, Account account) = Random(seed);
        var cost = (TradingCost)mandate.Objective.Parts[2].Term;
        Explanation explanation = new Rebalancer(mandate, universe).Rebalance(account).Explain();
        foreach (TradeReasons trade in explanation.Trades.Where(trade => Math.Abs(trade.Weight) > 1e-4))
            Assert.That(trade.Reasons.Single(reason => reason.Owner == cost.Name).Bps, Is.EqualTo(10000 * cost.Buy[universe.IndexOf(trade.Symbol)]).Within(1e-6), $"seed {seed}: {trade}");
    }

    [Test]
    public void Explain_TurnoverLimit_PriceIsTheDerivativeOfTheObjective([Range(1, 10)] int seed)
    {
        (Mandate mandate, Universe universe, Account account) = Random(seed, turnover: 0.05);
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        LimitPrice? price = result.Explain().Prices.SingleOrDefault(p => p.Limit.StartsWith("Turnover", StringComparison.Ordinal));
        const double Step = 1e-4;
        double ObjectiveAt(double bound) => new Rebalancer(Random(seed, turnover: bound).Mandate, universe).Rebalance(account).Objective;
        double derivative = (ObjectiveAt(0.05 - Step) - ObjectiveAt(0.05 + Step)) / (2 * Step);
        Assert.That(price?.Price ?? 0, Is.EqualTo(derivative).Within(1e-5 + (0.01 * Math.Abs(derivative))), $"seed {seed}");
    }

    [Test]
    public void Explain_UncoupledAssets_NoTradeIntervalEndsWhereTradingBegins([Range(1, 10)] int seed)
    {
        // one risky asset at a time reacts: a diagonal covariance, cash free between 0 and 1
        var random = new TestRandom(seed);
        Universe universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => $"S{i}").ToArray());
        double[] variances = random.UniformVector(Assets, 0.03, 0.09);
        double[] returns = random.UniformVector(Assets, 0.004, 0.008);
        double[] spreads = random.UniformVector(Assets, 0.001, 0.003);
        var covariance = new double[Assets * Assets];
        for (int i = 0; i < Assets; i++)
            covariance[(i * Assets) + i] = variances[i];
        var mandate = new Mandate
        {
            Objective = 2.0 * new Variance(DenseRisk.FromRows(covariance, Assets)) + new ExpectedReturn(returns) + new TradingCost(spreads),
            Limits = [Limits.LongOnly],
        };
        var rebalancer = new Rebalancer(mandate, universe);
        double[] held = new double[Assets];
        for (int i = 0; i < Assets; i++)
            held[i] = returns[i] / (4 * variances[i]);
        Assert.That(held.Sum(), Is.LessThan(0.95), "the draws keep cash free");
        Explanation explanation = rebalancer.Rebalance(Account.FromWeights(universe, held, value: 1_000_000)).Explain();
        Assert.That(explanation.NoTrade, Has.Count.EqualTo(Assets), $"seed {seed}: at the optimum without costs nothing trades");

        foreach (NoTradeInterval interval in explanation.NoTrade)
        {
            int i = universe.IndexOf(interval.Symbol);
            Assert.That(interval.Low, Is.EqualTo(Math.Max(0, (returns[i] - spreads[i]) / (4 * variances[i]))).Within(1e-5), $"seed {seed}: closed form");
            Assert.That(Traded(interval.Low + 1e-4), Is.False, $"seed {seed}: {interval} just inside the low end");
            Assert.That(Traded(interval.High - 1e-4), Is.False, $"seed {seed}: {interval} just inside the high end");
            Assert.That(Traded(interval.High + 1e-4), Is.True, $"seed {seed}: {interval} just outside the high end");

            bool Traded(double weight)
            {
                double[] moved = [.. held];
                moved[i] = weight;
                RebalanceResult result = rebalancer.Rebalance(Account.FromWeights(universe, moved, value: 1_000_000));
                return result.GetPlanOrThrow().Trades.Any(trade => trade.Symbol == interval.Symbol && Math.Abs(trade.Weight) > 1e-5);
            }
        }
    }

    [Test]
    public void Explain_WithoutAPlan_SaysSo()
    {
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate
        {
            Objective = new ExpectedReturn(new double[] { 0.05, 0.06 }),
            Limits = [Limits.FullyInvested, Limits.LongOnly, new Volatility(DenseRisk.FromRows([0.04, 0.01, 0.01, 0.09], 2)).AtMost(0.05)],
        };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.5, 0.5], value: 100_000));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible));
        Assert.That(() => result.Explain(), Throws.InvalidOperationException.With.Message.Contains("Infeasible"));
    }

    private static (Mandate Mandate, Universe Universe, Account Account) Random(int seed, double? turnover = null)
    {
        var random = new TestRandom(seed);
        Universe universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => $"S{i}").ToArray());
        const int factors = 2;
        FactorModel risk = FactorModel.Diagonal(
            DenseMap.FromColumns(random.UniformVector(factors * Assets, -0.2, 0.3), factors, Assets), [1.0, 0.5], random.UniformVector(Assets, 0.01, 0.06));
        double[] weights = random.Simplex(Assets);
        double largest = weights.Max();
        List<Limit> limits = [Limits.FullyInvested, Limits.LongOnly, Limits.MaxWeight(Math.Max(0.3, largest))];
        if (turnover is { } bound)
            limits.Add(Limits.Turnover(bound));
        else if (seed % 3 == 0)
            limits.Add(new Volatility(risk).AtMost(0.98 * risk.Volatility(weights) + 0.02));
        var mandate = new Mandate
        {
            Objective = 3.0 * new Variance(risk) + new ExpectedReturn(random.UniformVector(Assets, 0.0, 0.12)) + new TradingCost(random.UniformVector(Assets, 0.0005, 0.006)),
            Limits = limits,
        };
        return (mandate, universe, Account.FromWeights(universe, weights, value: 1_000_000));
    }
}
