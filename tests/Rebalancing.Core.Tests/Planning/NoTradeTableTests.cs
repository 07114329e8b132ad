using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests.Planning;

/// <summary>Exact no-trade intervals: inside an asset rests, outside it is traded back to the end, both found by rebalancing accounts that hold that much.</summary>
[TestFixture]
internal sealed class NoTradeTableTests
{
    /// <summary>Slack of an end, and how far from it the checks stand.</summary>
    private const double End = 1e-6, Inside = 2e-5;

    [TestCase(0.045, 0.066, "Gold: no trade between 4.500 % and 6.600 % (holds 5.000 %)")]
    [TestCase(0.045, double.PositiveInfinity, "Gold: no trade above 4.500 % (holds 5.000 %)")]
    [TestCase(double.NegativeInfinity, 0.066, "Gold: no trade below 6.600 % (holds 5.000 %)")]
    [TestCase(double.NegativeInfinity, double.PositiveInfinity, "Gold: no trade at any weight (holds 5.000 %)")]
    public void Interval_WithOpenEnds_SaysSoInWords(double low, double high, string expected) => Assert.That(new NoTradeInterval("Gold", 0.05, low, high).ToString(), Is.EqualTo(expected));

    [Test]
    public void NoTradeIntervals_Exact_EndWhereTradingBegins([Range(1, 12)] int seed)
    {
        LawData data = LawData.Of(100 + seed, 8);
        Mandate mandate = MandateOf(data, seed);
        var rebalancer = new Rebalancer(mandate, data.Universe, new RebalanceSettings { Solver = SolverSettings.Default with { Tolerance = 1e-10 } });
        RebalanceResult result = rebalancer.Rebalance(data.Account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"seed {seed}");
        Explanation explanation = result.Explain();
        NoTradeTable table = result.NoTradeIntervals(IntervalKind.Exact);
        Assert.That(table.Intervals.Select(row => row.Symbol), Is.EqualTo(explanation.NoTrade.Select(row => row.Symbol)), $"seed {seed}");
        foreach (NoTradeInterval exact in table.Intervals)
        {
            int i = data.Universe.IndexOf(exact.Symbol);
            foreach (double end in new[] { exact.Low, exact.High })
            {
                double outwards = end == exact.Low ? -1 : 1;
                if (!double.IsFinite(end)) continue;
                Assert.That(TradeFrom(end - (outwards * Inside)), Is.EqualTo(0).Within(2 * End), $"seed {seed}: just inside {exact}");
                double trade = TradeFrom(end + (outwards * 10 * Inside));
                // no plan from there is an end too; with market impact the first trades grow like the square of the distance
                if (!double.IsNaN(trade)) Assert.That(-outwards * trade, Is.GreaterThan(seed % 3 == 1 ? 0 : Inside), $"seed {seed}: just outside {exact}");
            }

            double TradeFrom(double weight)
            {
                // the same value: what the holding gains, cash pays
                Account account = data.Account;
                var shares = Enumerable.Range(0, account.Weights.Length).ToDictionary(k => data.Universe[k].Symbol, k => k == i ? (decimal)weight * account.Value / account.Prices[i] : account.Shares[k]);
                decimal cash = account.Value - shares.Sum(held => held.Value * account.Prices[data.Universe.IndexOf(held.Key)]);
                RebalanceResult moved = rebalancer.Rebalance(Account.FromShares(data.Universe, shares, cash, account.Options with { Lots = [] }));
                return moved.IsOptimal ? moved.Weights[i] - weight : double.NaN;
            }
        }
    }

    [Test]
    public void NoTradeIntervals_TwoAssets_HaveTheClosedForm()
    {
        // 5/2 (w - t)'S(w - t) + c'|z|, cash free. Asset A rests while |5 (S (w - t))_A| <= 0.002 with B optimised again:
        // B is traded to the edge 5 (0.012 a + 0.09 b) = -0.004 for a, b = w - t, so the slope of A is 5 (0.04 - 0.012^2/0.09) a + (0.012/0.09) (-0.004)
        NoTradeInterval interval = KnownMandates.TwoAssetsWithoutABudget().NoTradeIntervals(IntervalKind.Exact).Intervals.Single();
        double slope = 5 * (0.04 - (0.012 * 0.012 / 0.09)), shift = -0.004 * 0.012 / 0.09;
        Assert.That(interval.Low, Is.EqualTo(0.6 + ((-0.002 - shift) / slope)).Within(End));
        Assert.That(interval.High, Is.EqualTo(0.6 + ((0.002 - shift) / slope)).Within(End));
        Assert.That(interval.ToString(), Does.Contain("all else optimised again"));
    }

    [Test]
    public void ToCsv_OfATable_IsOneLineForEachInterval()
    {
        Universe universe = Universe.Of("A, Inc.", "B");
        var mandate = new Mandate
        {
            Objective = 2.5 * new TrackingVariance(DenseRisk.FromRows([0.04, 0.012, 0.012, 0.09], 2), [0.6, 0.4]) + new TradingCost([0.002, 0.004]),
            Limits = [new CashBand(-1)],
            CostSettlement = CostSettlement.Outside,
        };
        Account account = Account.FromWeights(universe, [0.61, 0.36], 1_000_000m, new AccountOptions { Id = "P1", AsOf = new DateOnly(2026, 3, 31) });
        string[] lines = new Rebalancer(mandate, universe).Rebalance(account).NoTradeIntervals().ToCsv().Split("\r\n");
        Assert.That(lines[0], Is.EqualTo("account,as_of,symbol,kind,weight,low,high"));
        Assert.That(lines[1], Does.Match("^P1,2026-03-31,\"A, Inc.\",marginal,0.61,0.593066[67]+,0.613066[67]+$"));
        Assert.That(lines[2..], Is.EqualTo(new[] { "" }));
    }

    [Test]
    public void NoTradeIntervals_ExactUnderDiscreteRules_AreRefused()
    {
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate { Objective = new TargetDistance([0.5, 0.5]) + new TradingCost([0.001, 0.001]), Limits = [new CashBand(0, 0.2), Limits.LongOnly, new MaxNames(2)] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.5, 0.5], 1_000_000m));
        Assert.That(() => result.NoTradeIntervals(IntervalKind.Exact), Throws.InvalidOperationException.With.Message.Contains("discrete rules"));
    }

    private static Mandate MandateOf(LawData data, int seed)
    {
        Objective costs = new TradingCost(data.Universe.Values(data.Draw("cost", 0.002, 0.006)));
        if (seed % 3 == 1) costs += new MarketImpact(data.Universe.Values(data.Draw("impact", 0.1, 0.3)), data.Universe.Values(data.Draw("volume", 2e6, 2e7)));
        List<Limit> limits = [seed % 2 == 0 ? new CashBand(-0.5, 0.9) : new CashBand(0, 0.3)];
        if (seed % 4 == 0) limits.Add(Limits.Turnover(0.15));
        if (seed % 4 == 2) limits.Add(new Volatility(data.Factor).AtMost(0.25));
        return new Mandate { Objective = 2.0 * new TrackingVariance(data.Factor, data.Universe.Values([.. data.Account.Weights.ToArray().Select((w, i) => w + (i % 2 == 0 ? 0.004 : -0.004))])) + costs, Limits = limits };
    }
}
