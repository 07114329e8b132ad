using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>Under discrete rules each rule is the owner of what it does to a trade, and the reasons of every trade add up.</summary>
public class DiscreteReasonsTests
{
    private const int Assets = 12;

    private static readonly Universe Universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => new Asset($"A{i:00}") { Price = 31m + (17m * (i * 5 % 12)) }));

    [Test]
    public void Explain_WholeLots_OwnWhatTheyDoAndReasonsAddUp([Range(1, 6)] int seed)
    {
        Explanation explanation = Explain(seed, new RoundLots(keepOddLots: true));
        Assert.That(explanation.Trades, Is.Not.Empty);
        Assert.That(explanation.Trades.SelectMany(trade => trade.Reasons).Select(reason => reason.Owner), Has.Some.EqualTo("Whole lots"));
        AssertAddUp(explanation);
    }

    [Test]
    public void Explain_LeastSizesAndCounts_OwnWhatTheyDoAndReasonsAddUp([Range(1, 6)] int seed)
    {
        Explanation explanation = Explain(seed, new MaxNames(4), new MinHolding(0.05));
        Assert.That(explanation.Trades.SelectMany(trade => trade.Reasons).Select(reason => reason.Owner), Has.Some.EqualTo("At most 4 positions").Or.Some.Contain("of at least 5 %"));
        AssertAddUp(explanation);
    }

    [Test]
    public void Explain_LeastTradesAndFewOfThem_OwnWhatTheyDoAndReasonsAddUp([Range(1, 6)] int seed)
    {
        Explanation explanation = Explain(seed, new MaxTrades(3), new MinTrade(0.04), new RoundLots(keepOddLots: true));
        Assert.That(explanation.Trades, Has.Count.LessThanOrEqualTo(3));
        AssertAddUp(explanation);
    }

    private static Explanation Explain(int seed, params Limit[] rules)
    {
        var random = new TestRandom(400 + seed);
        double[] loadings = random.Vector(2 * Assets, r => 0.15 * r.Normal());
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromColumns(loadings, 2, Assets), [1, 1], Universe.Values(random.UniformVector(Assets, 0.01, 0.06)));
        double[] start = random.Simplex(Assets);
        Dictionary<string, decimal> held = [];
        for (int i = 0; i < Assets; i++) held[Universe[i].Symbol] = decimal.Floor((decimal)(start[i] * 90_000) / Universe[i].Price!.Value);
        Account account = Account.FromShares(Universe, held, 5_000m);
        var mandate = new Mandate
        {
            Objective = 4.0 * new Variance(risk) + new ExpectedReturn(Universe.Values(random.UniformVector(Assets, 0, 0.1))) + new TradingCost(Universe.Values(random.UniformVector(Assets, 0.0005, 0.002))),
            Limits = [new CashBand(0, 0.05), Limits.LongOnly, Limits.MaxWeight(0.4), .. rules],
        };
        RebalanceResult result = new Rebalancer(mandate, Universe, new RebalanceSettings { Discrete = new DiscreteSettings { MaxNodes = 200 } }).Rebalance(account);
        return result.Explain();
    }

    private static void AssertAddUp(Explanation explanation)
    {
        foreach (TradeReasons trade in explanation.Trades)
        {
            Assert.That(trade.Unexplained, Is.Zero.Within(0.05), trade.ToString());
            Assert.That(trade.Reasons.Sum(reason => reason.Bps), Is.EqualTo(0).Within(0.1), trade.ToString());
        }
    }
}
