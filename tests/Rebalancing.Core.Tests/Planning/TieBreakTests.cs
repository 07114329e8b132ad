namespace Rebalancing.Core.Tests.Planning;

/// <summary>Several plans that are as good as one another: the one that trades least, then by symbol, and the result says so.</summary>
[TestFixture]
internal sealed class TieBreakTests
{
    [Test]
    public void Rebalance_TwoAssetsThatAreTheSame_BuysTheOneWhoseSymbolComesFirst([Values(false, true)] bool reversed)
    {
        // the best return is 5 %: B, C and D give it; 40 % is in cash and nothing is to be sold
        string[] symbols = ["A", "B", "C", "D"];
        if (reversed) Array.Reverse(symbols);
        Universe universe = Universe.Of(symbols);
        var returns = new Dictionary<string, double> { ["A"] = 0.03, ["B"] = 0.05, ["C"] = 0.05, ["D"] = 0.05 };
        var held = new Dictionary<string, double> { ["A"] = 0, ["B"] = 0.2, ["C"] = 0.2, ["D"] = 0.2 };
        var mandate = new Mandate { Objective = new ExpectedReturn(universe.Values(returns)), Limits = [new FullyInvested(0), Limits.LongOnly, Limits.MaxWeight(0.45)] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, universe.Values(held).Span, 1_000_000m));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal));
        Assert.That(result.TiesWereBroken, Is.True);
        Assert.That(result.ToString(), Does.Contain("this one trades least, then by symbol"));
        double[] trades = [.. symbols.Order(StringComparer.Ordinal).Select(symbol => result.Weights[universe.IndexOf(symbol)] - held[symbol])];
        // 40 % bought and none sold is least; B first up to its cap, then C
        Assert.That(trades, Is.EqualTo(new[] { 0, 0.25, 0.15, 0 }).Within(1e-6));
        Assert.That(result.Certificate.Gap, Is.EqualTo(0).Within(1e-8));
        Assert.That(result.Explain().LargestUnexplained, Is.LessThan(1e-2));
    }

    [Test]
    public void Rebalance_AlreadyAmongTheBest_TradesNothing()
    {
        Universe universe = Universe.Of("A", "B", "C");
        var mandate = new Mandate { Objective = new ExpectedReturn([0.05, 0.05, 0.05]), Limits = [new FullyInvested(0), Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.7, 0.2, 0.1], 1_000_000m));
        Assert.That(result.TiesWereBroken, Is.True);
        Assert.That(result.Weights.ToArray(), Is.EqualTo(new[] { 0.7, 0.2, 0.1 }).Within(1e-6));
        Assert.That(result.GetPlanOrThrow().Trades, Is.Empty);
    }

    [Test]
    public void Rebalance_ACovarianceOfTwoEqualAssets_SharesTheTradeByLeastTrading()
    {
        // A and B are the same asset twice: only their sum has a best value
        Universe universe = Universe.Of("A", "B", "C");
        DenseRisk risk = DenseRisk.FromRows([0.04, 0.04, 0.01, 0.04, 0.04, 0.01, 0.01, 0.01, 0.09], 3);
        var mandate = new Mandate { Objective = 2.0 * new TrackingVariance(risk, [0.3, 0.3, 0.4]), Limits = [new FullyInvested(0), Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.1, 0.6, 0.3], 1_000_000m));
        // 70 % in the two becomes 60 %, C 40 %: selling 10 % of either is least, A comes first
        Assert.That(result.TiesWereBroken, Is.True);
        Assert.That(result.Weights.ToArray(), Is.EqualTo(new[] { 0.0, 0.6, 0.4 }).Within(1e-5));
    }

    [Test]
    public void Rebalance_AnAssetWithARiskOfItsOwn_HasOneBestPlanAndSaysNothing()
    {
        LawData data = LawData.Of(5, 9);
        var mandate = new Mandate { Objective = 2.0 * new Variance(data.Factor) + new ExpectedReturn(data.Universe.Values(data.Draw("return", 0.02, 0.1))), Limits = [new CashBand(0, 0.3), Limits.LongOnly] };
        RebalanceResult result = new Rebalancer(mandate, data.Universe).Rebalance(data.Account);
        Assert.That(result.TiesWereBroken, Is.False);
        Assert.That(result.ToString(), Does.Not.Contain("as good"));
    }

    /// <summary>Random linear mandates with many equal returns, against a plain linear program over a grid of exchanges: no exchange of two assets keeps the objective and trades less, or as little with an earlier symbol.</summary>
    [Test]
    public void Rebalance_RandomMandatesWithTies_LeavesNoExchangeThatTradesLess([Range(1, 25)] int seed)
    {
        var random = new TestRandom(seed);
        const int n = 7;
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => $"S{i}")]);
        double[] returns = random.Vector(n, r => 0.02 * r.Integer(1, 4)), held = [.. random.Simplex(n).Select(w => 0.9 * w)];
        double cap = Math.Max(0.25, held.Max());
        var mandate = new Mandate { Objective = new ExpectedReturn(returns), Limits = [new FullyInvested(0), Limits.LongOnly, Limits.MaxWeight(cap)] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, held, 1_000_000m));
        RebalanceResult plain = new Rebalancer(mandate, universe, new RebalanceSettings { BreakTies = false }).Rebalance(Account.FromWeights(universe, held, 1_000_000m));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"seed {seed}");
        Assert.That(result.Objective, Is.EqualTo(plain.Objective).Within(1e-8), $"seed {seed}");
        double[] w = result.Weights.ToArray();
        double Traded(double[] x) => x.Zip(held, (a, b) => Math.Abs(a - b)).Sum();
        Assert.That(Traded(w), Is.LessThanOrEqualTo(Traded(plain.Weights.ToArray()) + 1e-6), $"seed {seed}");
        const double Step = 1e-3;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                // a little more of i, a little less of j
                if (i == j || returns[i] != returns[j] || w[i] + Step > cap || w[j] < Step) continue;
                double[] other = [.. w];
                (other[i], other[j]) = (other[i] + Step, other[j] - Step);
                Assert.That(Traded(other), Is.GreaterThan(Traded(w) - 1e-6), $"seed {seed}: {i} for {j}");
                double Ranked(double[] x) => Enumerable.Range(0, n).Sum(k => (k + 1) * Math.Abs(x[k] - held[k]));
                if (Traded(other) < Traded(w) + 1e-6) Assert.That(Ranked(other), Is.GreaterThan(Ranked(w) - 1e-5), $"seed {seed}: {i} for {j}, by symbol");
            }
    }
}
