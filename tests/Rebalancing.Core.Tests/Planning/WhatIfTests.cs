namespace Rebalancing.Core.Tests.Planning;

/// <summary>What-ifs and overrides against mandates written out with the change, solved from nothing.</summary>
[TestFixture]
internal sealed class WhatIfTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private static LawData Data => LawData.Of(11, 15);

    private static Mandate MandateOf(LawData data, params Limit[] more) => new()
    {
        Objective = 4.0 * new TrackingVariance(data.Factor, Target(data)) + new ExpectedReturn(data.Universe.Values(data.Draw("return", 0, 0.1))) + new TradingCost(data.Universe.Values(data.Draw("cost", 0.0005, 0.003))),
        Limits = [new CashBand(0, 0.05), Limits.LongOnly, Limits.MaxWeight(0.3), .. more],
    };

    private static AssetValues Target(LawData data)
    {
        double[] target = data.Draw("target", 0.1, 1);
        double sum = target.Sum();
        return data.Universe.Values([.. target.Select(t => t / sum)]);
    }

    private static RebalanceResult Solve(LawData data, Mandate mandate) => new Rebalancer(mandate, data.Universe).Rebalance(data.Account);

    [Test]
    public void WhatIf_EachKindOfChange_IsTheMandateWrittenOutWithIt()
    {
        LawData data = Data;
        Mandate mandate = MandateOf(data, Limits.Turnover(0.1), new NoTrade("A3"));
        RebalanceResult result = Solve(data, mandate);
        AssetValues other = data.Universe.Values([.. Enumerable.Repeat(1.0 / 15, 15)]);
        Objective objective = mandate.Objective;
        (Change Change, Mandate Written)[] cases =
        [
            (Change.Limit("Turnover <= 10 %", Limits.Turnover(0.2)), MandateOf(data, Limits.Turnover(0.2), new NoTrade("A3"))),
            (Change.WithoutLimit("Turnover <= 10 %"), MandateOf(data, new NoTrade("A3"))),
            (Change.WithLimit(new DoNotHold("A1")), MandateOf(data, Limits.Turnover(0.1), new NoTrade("A3"), new DoNotHold("A1"))),
            (Change.Weight("TrackingVariance", 8), mandate with { Objective = 8.0 * new TrackingVariance(data.Factor, Target(data)) + objective.Parts[1].Term + objective.Parts[2].Term }),
            (Change.Target(other), mandate with { Objective = 4.0 * new TrackingVariance(data.Factor, other) + objective.Parts[1].Term + objective.Parts[2].Term }),
            (Change.Lock("A5"), MandateOf(data, Limits.Turnover(0.1), new NoTrade("A3", "A5"))),
            (Change.Free("A3"), MandateOf(data, Limits.Turnover(0.1))),
            (Change.Trade("A6", 0.01), MandateOf(data, Limits.Turnover(0.1), new NoTrade("A3"), new LinearLimit("A6", data.Universe.Values([.. Enumerable.Range(0, 15).Select(i => i == 6 ? 1.0 : 0)]), data.Account.Weights[6] + 0.01, data.Account.Weights[6] + 0.01))),
        ];
        foreach ((Change change, Mandate written) in cases)
        {
            WhatIf question = result.WhatIf(change);
            RebalanceResult direct = Solve(data, written);
            Assert.That(question.After.Status, Is.EqualTo(RebalanceStatus.Optimal), change.ToString());
            Assert.That(question.After.Objective, Is.EqualTo(direct.Objective).Within(Tolerances.SolverAgreement), change.ToString());
            for (int i = 0; i < 15; i++) Assert.That(question.After.Weights[i], Is.EqualTo(direct.Weights[i]).Within(20 * Tolerances.Weight), change.ToString());
            foreach (AssetDifference asset in question.Assets)
            {
                int i = data.Universe.IndexOf(asset.Symbol);
                Assert.That(asset.Difference, Is.EqualTo(question.After.Weights[i] - result.Weights[i]).Within(Tolerances.Summation), change.ToString());
            }
            Assert.That(question.Objective.Value, Is.EqualTo(mandate.Objective.ValueAt(data.Account, question.After.Weights) - mandate.Objective.ValueAt(data.Account, result.Weights)).Within(Tolerances.Summation), change.ToString());
            Assert.That(question.ToString(), Does.StartWith($"What if: {change}").And.Contain("bp a year"));
        }
    }

    /// <summary>Questions follow one another in the same memory, which no answer may notice.</summary>
    [Test]
    public void WhatIf_AfterOtherQuestions_GivesTheSameBits()
    {
        RebalanceResult result = Solve(Data, MandateOf(Data, Limits.Turnover(0.1)));
        Change[] changes = [Change.Lock("A1"), Change.Limit("Turnover", Limits.Turnover(0.2)), Change.WithoutLimit("Turnover"), Change.Trade("A2", 0.01)];
        WhatIf[] first = [.. changes.Select(change => result.WhatIf(change))];
        double[][] weights = [.. first.Select(answer => answer.After.Weights.ToArray())];
        string[] prices = [.. first.Select(answer => string.Join(", ", answer.After.Explain().Prices))];
        for (int round = 0; round < 3; round++)
            for (int k = changes.Length - 1; k >= 0; k--)
            {
                WhatIf again = result.WhatIf(changes[k]);
                Assert.That(again.After.Weights.ToArray(), Is.EqualTo(weights[k]), $"{changes[k]}");
                Assert.That(first[k].After.Weights.ToArray(), Is.EqualTo(weights[k]), $"{changes[k]}, kept");
                Assert.That(string.Join(", ", first[k].After.Explain().Prices), Is.EqualTo(prices[k]), $"{changes[k]}, explained");
            }
    }

    [Test]
    public void WhatIf_WrongChanges_AreNamedTogether()
    {
        RebalanceResult result = Solve(Data, MandateOf(Data));
        Assert.That(() => result.WhatIf(Change.Lock("XX"), Change.WithoutLimit("Leverage"), Change.Weight("Beta", 1), Change.Free("A1")), Throws.TypeOf<MandateException>()
            .With.Message.Contains("'XX' is not in the universe").And.Message.Contains("no limit called 'Leverage'").And.Message.Contains("no cost called 'Beta'").And.Message.Contains("no limit locks it"));
        Assert.That(() => result.WhatIf(Change.Lock("A1"), Change.Trade("A1", 0.01)), Throws.TypeOf<MandateException>().With.Message.Contains("'lock A1' and 'buy 1 % of A1' contradict each other: both speak of asset A1"));
        Assert.That(() => result.WhatIf(), Throws.ArgumentException);
        Mandate twice = MandateOf(Data, new LinearLimit("Beta", Data.Draw("b", 0, 1), 0, 2), new LinearLimit("Beta", Data.Draw("c", 0, 1), 0, 2));
        Assert.That(() => Solve(Data, twice).CostOf("Beta"), Throws.TypeOf<MandateException>().With.Message.Contains("2 limits of the mandate are called 'Beta'"));
    }

    [Test]
    public void WhatIf_ThatCannotBe_SaysWhy()
    {
        RebalanceResult result = Solve(Data, MandateOf(Data, Limits.Turnover(0.02)));
        WhatIf question = result.WhatIf(Change.Trade("A2", 0.05));
        Assert.That(question.IsComparable, Is.False);
        Assert.That(question.After.Status, Is.EqualTo(RebalanceStatus.Infeasible));
        Assert.That(question.ToString(), Does.Contain("no comparison").And.Contain("Turnover <= 2 %"));
    }

    [Test]
    public void CostOf_ALimitAndAnOverride_IsWhatTheObjectiveGainsWithoutIt()
    {
        LawData data = Data;
        RebalanceResult free = Solve(data, MandateOf(data));
        RebalanceResult limited = Solve(data, MandateOf(data, Limits.Turnover(0.03)));
        Assert.That(limited.CostOf("Turnover <= 3 %").Cost.Value, Is.EqualTo(limited.Objective - free.Objective).Within(Tolerances.SolverAgreement));

        var locked = new Override(Change.Lock("A0"), "Anna Meyer", "pending lawsuit", Noon);
        var bought = new Override(Change.Trade("A4", 0.02), "Ben Okafor", "client's wish", Noon);
        RebalanceResult overridden = new Rebalancer(MandateOf(data), data.Universe).Rebalance(data.Account, [locked, bought]);
        Assert.That(overridden.Overrides, Is.EqualTo(new[] { locked, bought }));
        Assert.That(overridden.Weights[0], Is.EqualTo(data.Account.Weights[0]).Within(Tolerances.Weight));
        Assert.That(overridden.Weights[4], Is.EqualTo(data.Account.Weights[4] + 0.02).Within(Tolerances.Weight));
        RebalanceResult onlyBought = new Rebalancer(MandateOf(data), data.Universe).Rebalance(data.Account, [bought]);
        Assert.That(overridden.CostOf(locked).Cost.Value, Is.EqualTo(overridden.Objective - onlyBought.Objective).Within(Tolerances.SolverAgreement));
        Assert.That(overridden.CostOf(locked).ToString(), Does.StartWith("lock A0 costs ").And.Contain("bp a year"));
        Assert.That(() => onlyBought.CostOf(locked), Throws.ArgumentException);
    }

    [Test]
    public void Rebalance_OverridesThatContradict_NamesWhoSaidWhat()
    {
        LawData data = Data;
        var rebalancer = new Rebalancer(MandateOf(data), data.Universe);
        Override[] overrides = [new(Change.Lock("A0"), "Anna", "lawsuit", Noon), new(Change.Trade("A0", 0.01), "Ben", "wish", Noon)];
        Assert.That(() => rebalancer.Rebalance(data.Account, overrides), Throws.TypeOf<MandateException>().With.Message.Contains("Anna").And.Message.Contains("Ben").And.Message.Contains("asset A0"));
        Assert.That(() => new Override(Change.Lock("A0"), " ", "why", Noon), Throws.ArgumentException.With.Message.Contains("who decided"));
    }

    [Test]
    public void Proof_OfAPlan_BoundsWhatAnyOtherFeasiblePortfolioCouldGain()
    {
        LawData data = Data;
        Mandate mandate = MandateOf(data);
        RebalanceResult result = Solve(data, mandate);
        Assert.That(result.Proof!.Within.Value, Is.InRange(0, 1e-7));
        Assert.That(result.Proof.ToString(), Does.StartWith("Within ").And.Contain("of the best possible"));
        var random = new TestRandom(3);
        for (int draw = 0; draw < 200; draw++)
        {
            // a feasible portfolio: towards a random one that keeps all limits
            double[] other = random.Simplex(15), mixed = new double[15];
            double t = random.Uniform(0, 0.2);
            for (int i = 0; i < 15; i++) mixed[i] = ((1 - t) * result.Weights[i]) + (t * Math.Min(0.3, other[i] * 0.97));
            double cash = 1 - mixed.Sum();
            if (cash is < 0.005 or > 0.05) continue;
            Assert.That(mandate.Objective.ValueAt(data.Account, mixed), Is.GreaterThan(result.Objective - result.Proof.Within.Value - 1e-12));
        }
    }

    [Test]
    public void Memos_InACultureWithOtherSigns_AreTheSame()
    {
        LawData data = Data;
        RebalanceResult result = Solve(data, MandateOf(data, Limits.Turnover(0.03)));
        RebalanceResult infeasible = Solve(data, MandateOf(data, Limits.Turnover(0.03), new DoNotHold("A1", "A2", "A3")));
        string invariant = Memos();
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var other = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "minus ");
            System.Globalization.CultureInfo.CurrentCulture = other;
            Assert.That(Memos(), Is.EqualTo(invariant));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }

        string Memos() => string.Join("\n", result, result.Plan, result.Explain(), result.Proof, result.PriceOf("Turnover"), result.CostOf("Turnover"), result.WhatIf(Change.Trade("A4", -0.0123)), infeasible, infeasible.ConflictReport, new Override(Change.Lock("A0"), "Anna", "why", Noon));
    }

    [Test]
    public void Rebalance_Unbounded_NamesTheAssetsThatRunAwayAndWhoPays()
    {
        Universe universe = Universe.Of("A", "B", "C");
        var mandate = new Mandate { Objective = new ExpectedReturn([0.05, 0.06, 0.07]) + new TradingCost([0.001, 0.001, 0.001]), Limits = [new FullyInvested(0)], CostSettlement = CostSettlement.Outside };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.4, 0.3, 0.3], 1_000_000m));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Unbounded));
        Assert.That(result.Problems.Single(), Does.Match("C.*bought and .*A.*sold").And.Contain("ExpectedReturn pays"));
    }
}
