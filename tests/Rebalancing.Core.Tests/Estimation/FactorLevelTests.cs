namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Closed forms of factor-level portfolios against their definitions.</summary>
public class FactorLevelTests
{
    private static readonly Universe Universe = Universe.Of([.. Enumerable.Range(0, 40).Select(i => $"A{i}")]);

    [Test]
    public void Mimicking_HasTheExposures_AndNoOtherPortfolioWithThemHasLessRisk([Range(1, 3)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel model = RiskReportTests.RandomModel(random, Universe, 4);
        double[] wanted = random.NormalVector(4);
        AssetValues ours = FactorMimicking.Weights(model, wanted);
        Assert.That(model.Exposures(ours.Span), Is.EqualTo(wanted).Within(Tolerances.LinearAlgebra));
        for (int trial = 0; trial < 20; trial++)
        {
            // a step that keeps every exposure: a random one less its own mimicking portfolio
            double[] step = random.NormalVector(40);
            AssetValues same = FactorMimicking.Weights(model, model.Exposures(step));
            double[] other = [.. ours.Select((w, i) => w + (0.01 * (step[i] - same[i])))];
            Assert.That(model.Exposures(other), Is.EqualTo(wanted).Within(Tolerances.LinearAlgebra));
            Assert.That(model.Variance(other), Is.GreaterThan(model.Variance(ours.Span)));
        }
    }

    [Test]
    public void Mimicking_OfOneNamedFactor_HasExposureOneToItAlone()
    {
        FactorModel model = RiskReportTests.RandomModel(new TestRandom(4), Universe, 3).WithFactorNames("Market", "Value", "Size");
        Assert.That(model.Exposures(FactorMimicking.Weights(model, "Value").Span), Is.EqualTo(new[] { 0.0, 1.0, 0.0 }).Within(Tolerances.LinearAlgebra));
        Assert.That(() => FactorMimicking.Weights(model, "Momentum"), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("known: Market, Value, Size"));
    }

    [Test]
    public void FactorRiskParity_OfAnySigns_HasItsBudgetsAndMarginalRiskInTheSpanOfTheLoadings([Range(1, 4)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel model = RiskReportTests.RandomModel(random, Universe, 5);
        double[] budgets = random.Simplex(5), signs = [.. Enumerable.Range(0, 5).Select(_ => random.Chance(0.5) ? -1.0 : 1.0)];
        AssetValues weights = FactorRiskParity.Weights(model, budgets, signs);
        double[] exposures = model.Exposures(weights.Span), marginal = new double[40];
        double variance = model.Variance(weights.Span);
        Assert.That(exposures.Select(y => (double)Math.Sign(y)), Is.EqualTo(signs));
        // Sw = B'l with l_k = variance b_k / y_k: then each factor's contribution y_k l_k is its budget's share, and they add up
        model.Multiply(weights.Span, marginal);
        for (int i = 0; i < 40; i++)
        {
            double[] unit = new double[40];
            unit[i] = 1;
            marginal[i] -= model.Exposures(unit).Select((loading, k) => loading * variance * budgets[k] / exposures[k]).Sum();
        }
        Assert.That(marginal, Is.All.EqualTo(0).Within(Tolerances.LinearAlgebra * variance));
        double[] contributions = FactorRiskParity.Contributions(model, weights.Span);
        for (int k = 0; k < 5; k++) Assert.That(contributions[k] / variance, Is.EqualTo(budgets[k]).Within(1e-10));
        Assert.That(contributions.Sum(), Is.EqualTo(variance).Within(Tolerances.LinearAlgebra * variance));
    }

    [Test]
    public void FactorRiskParity_WithinBoundsThatDoNotBind_HasTheSameBudgets([Range(1, 3)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel model = RiskReportTests.RandomModel(random, Universe, 3);
        double[] budgets = random.Simplex(3), signs = [.. Enumerable.Range(0, 3).Select(_ => random.Chance(0.5) ? -1.0 : 1.0)];
        AssetValues free = FactorRiskParity.Weights(model, budgets, signs);
        double sum = free.Sum();
        // with weights that sum to one only the pattern whose free solution has a positive sum can be met exactly
        if (sum < 0) (signs, free) = ([.. signs.Select(s => -s)], FactorRiskParity.Weights(model, budgets, [.. signs.Select(s => -s)]));
        AssetValues ours = FactorRiskParity.WeightsWithin(model, Enumerable.Repeat(-100.0, 40).ToArray(), Enumerable.Repeat(100.0, 40).ToArray(), budgets, signs);
        Assert.That(ours, Is.EqualTo(free.Select(w => w / Math.Abs(sum))).Within(1e-5 * free.Max(w => Math.Abs(w / sum))));
    }

    [Test]
    public void FactorRiskParity_LongOnly_KeepsBoundsAndSigns_AndNamesPatternsThatCannotBe()
    {
        // every asset loads positively on the market; value goes both ways
        FactorModel model = FactorModel.Full(DenseMap.FromColumns([1, 0.5, 1.1, -0.4, 0.9, 0.2, 1.2, -0.1], 2, 4), [0.03, 0.002, 0.002, 0.01], [0.02, 0.02, 0.03, 0.01]).WithFactorNames("Market", "Value");
        double[] zero = new double[4], half = [.. Enumerable.Repeat(0.5, 4)];
        AssetValues ours = FactorRiskParity.WeightsWithin(model, zero, half, [2, 1], [1, -1]);
        Assert.That(ours, Is.All.InRange(-Tolerances.Weight, 0.5 + Tolerances.Weight));
        Assert.That(ours.Sum(), Is.EqualTo(1).Within(Tolerances.Summation));
        Assert.That(model.Exposures(ours.Span).Select(Math.Sign), Is.EqualTo(new[] { 1, -1 }));
        Assert.That(() => FactorRiskParity.WeightsWithin(model, zero, half, [1, 1], [-1, 1]), Throws.ArgumentException.With.Message.Contains("exposure to Market cannot be negative between these bounds; the smallest possible is 0.95"));
        Assert.That(() => FactorRiskParity.WeightsWithin(model, zero, [0.2, 0.2, 0.2, 0.2]), Throws.ArgumentException.With.Message.Contains("upper bounds to 0.8"));
        FactorModel opposed = FactorModel.Diagonal(DenseMap.FromColumns([1, -1, -1, 1, 0, 0], 2, 3), [0.03, 0.01], [0.02, 0.02, 0.02]).WithFactorNames("Up", "Down");
        Assert.That(() => FactorRiskParity.WeightsWithin(opposed, new double[3], [1.0, 1.0, 1.0]), Throws.ArgumentException.With.Message.Contains("all these signs at once (Up positive, Down positive)"));
    }

    /// <summary>Without costs and other limits the mandate's answer is the closed form.</summary>
    [Test]
    public void HedgedChange_OfLeastTradeVariance_IsTheMimickingPortfolio([Range(1, 3)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel model = RiskReportTests.RandomModel(random, Universe, 4).WithFactorNames("Market", "Value", "Size", "Quality");
        Account account = Account.FromWeights(Universe, [.. Enumerable.Repeat(1.0 / 40, 40)], 1_000_000m);
        var mandate = new Mandate { Objective = new TradeVariance(model), Limits = [new CashBand(-10, 10), FactorChange.Hedged(model, new Dictionary<string, double> { ["Value"] = 0.2 })] };
        RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(account);
        AssetValues closed = FactorMimicking.Weights(model, [0, 0.2, 0, 0]);
        double[] trades = [.. result.Weights.ToArray().Select(w => w - (1.0 / 40))];
        Assert.That(trades, Is.EqualTo(closed).Within(Tolerances.Weight));
    }

    [Test]
    public void FactorReport_OfAPlan_AddsUpByTrade()
    {
        FactorModel model = RiskReportTests.RandomModel(new TestRandom(9), Universe, 3).WithFactorNames("Market", "Value", "Size");
        Account account = Account.FromWeights(Universe, [.. Enumerable.Repeat(1.0 / 40, 40)], 1_000_000m);
        double[] wanted = [0.1, 0.2, -0.1];
        var mandate = new Mandate { Objective = 10.0 * new FactorTracking(model, wanted) + new SpecificVariance(model) + Costs(), Limits = [new CashBand(0, 0.01)] };
        Plan plan = new Rebalancer(mandate, Universe).Rebalance(account).GetPlanOrThrow();
        var report = new FactorReport(model, account, plan, wanted);
        for (int k = 0; k < 3; k++)
        {
            Assert.That(report.MovedBy(k).Sum(move => move.Change), Is.EqualTo(report.Change(k)).Within(Tolerances.Summation));
            Assert.That(report.MovedBy(k).Select(move => Math.Abs(move.Change)), Is.Ordered.Descending);
            Assert.That(report.MovedBy(k).Count, Is.EqualTo(plan.Trades.Count));
        }
        Assert.That(report.Before.FactorExposures, Is.EqualTo(model.Exposures([.. plan.WeightsBefore])).Within(Tolerances.Rounding));
        Assert.That(report.MovedBy("Size"), Is.EqualTo(report.MovedBy(2)));
        Assert.That(report.ToString(), Does.Contain("wanted").And.Contain("Value").And.Contain("Volatility"));
        Assert.That(() => new FactorReport(model, account, plan, [0.1]), Throws.ArgumentException.With.Message.Contains("1 target exposures for 3 factors"));
    }

    private static TradingCost Costs() => new(Enumerable.Repeat(0.0005, 40).ToArray());

    [Test]
    public void FactorLevel_ImpossibleInputs_AreNamed()
    {
        DenseMap twins = DenseMap.FromColumns([1, 2, 0.5, 1, -1, -2], 2, 3);
        FactorModel collinear = FactorModel.Full(twins, [0.04, 0, 0, 0.04], [0.01, 0.01, 0.01]).WithFactorNames("Value", "Cheapness");
        Assert.That(() => FactorRiskParity.Weights(collinear), Throws.ArgumentException.With.Message.Contains("loadings of Cheapness are a combination"));
        Assert.That(() => FactorMimicking.Weights(collinear, "Value"), Throws.ArgumentException.With.Message.Contains("Leave the factor out"));
        FactorModel bare = FactorModel.Diagonal(DenseMap.FromColumns([1, 0.5, 2], 1, 3), [0.04], Universe.Of("VTI", "VEA", "GLD").Values(0.01, 0, 0.01));
        Assert.That(() => FactorRiskParity.Weights(bare), Throws.ArgumentException.With.Message.Contains("specific variance of 'VEA' (index 1) is 0"));
        FactorModel good = RiskReportTests.RandomModel(new TestRandom(1), Universe, 3);
        Assert.That(() => FactorRiskParity.Weights(good, [1, -1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("risk budget for index 1 is -1"));
        Assert.That(() => FactorRiskParity.Weights(good, [1, 1, 1], [1, 0, 1]), Throws.ArgumentException.With.Message.Contains("sign of index 1 is 0"));
        Assert.That(() => FactorMimicking.Weights(good, [1, 2]), Throws.ArgumentException.With.Message.Contains("2 exposures for 3 factors"));
        Assert.That(() => good.WithFactorNames("A", "B", "A"), Throws.ArgumentException.With.Message.Contains("'A' appears twice"));
    }
}
