using System.Text.Json;
using Rebalancing.Core.Tests.Estimation;

namespace Rebalancing.Core.Tests;

/// <summary>Tail and drawdown problems of three other libraries, posed through the public front. Their weights need not be unique, so the measure is compared.</summary>
public class ScenarioReferenceTests
{
    public static IEnumerable<TestCaseData> Optimal => ReferenceCases.All
        .Where(c => c.Family is "cvar" or "cdar" or "semivariance" && !Text(c, "objective").StartsWith("max μ'w - δ/2", StringComparison.Ordinal) || c.Id == "ppo-cvar95-sector")
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.Id));

    [TestCaseSource(nameof(Optimal))]
    public void Rebalance_ThePublishedProblem_GivesThePublishedMeasure(ReferenceCase one)
    {
        ReturnSeries history = ReferenceReturns.Returns(one, 252);
        ScenarioSet set = ScenarioSet.FromHistory(history);
        (Term measure, string name, double scale) = MeasureOf(one, set);
        Universe universe = history.Universe!;
        double[] mu = Means(one, universe);
        double budget = Number(one, "budget") ?? 1, lower = Number(one, "lower") ?? double.NegativeInfinity, upper = Number(one, "upper") ?? double.PositiveInfinity;
        List<Limit> limits = [new WeightBounds(lower, upper), new CashBand(1 - budget, 1 - budget)];
        if (Number(one, "target_return") is { } target) limits.Add(new LinearLimit("Return", universe.Values(mu), target, double.PositiveInfinity));
        if (one.Problem.TryGetProperty("sectors", out JsonElement sectors)) limits.AddRange(Sectors(one, universe, sectors));
        Objective objective = Number(one, "gamma") is { } gamma ? measure + gamma * new Concentration() : measure;
        if (Number(one, "target_cvar") is { } limit)
        {
            limits.Add(measure.AtMost(limit));
            objective = new ExpectedReturn(universe.Values(mu));
        }

        Account account = Account.FromWeights(universe, new double[universe.Count], 1_000_000m);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = objective, Limits = limits }, universe).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double value = scale * measure.ValueAt(account, result.Weights), expectedReturn = result.Weights.ToArray().Zip(mu, (w, m) => w * m).Sum();
        double relative = one.Tolerance.TryGetProperty("rtol", out JsonElement r) ? r.GetDouble() : 0, absolute = one.Tolerance.TryGetProperty("atol", out JsonElement a) ? a.GetDouble() : 0;
        Assert.That(value, Is.EqualTo(one.ExpectedNumber(name)!.Value).Within(absolute + (relative * one.ExpectedNumber(name)!.Value)), name);
        if (one.Problem.TryGetProperty("target_return", out _) || one.Problem.TryGetProperty("target_cvar", out _))
            Assert.That(expectedReturn, Is.EqualTo(one.ExpectedNumber("expected_return")!.Value).Within(absolute + (relative * Math.Abs(one.ExpectedNumber("expected_return")!.Value))));
    }

    [Test]
    public void Optimal_OfTheReferenceSet_AreNotLost() => Assert.That(Optimal.Count(), Is.GreaterThanOrEqualTo(19));

    [TestCase("rpl-minrisk-msv")]
    [TestCase("rpl-minrisk-slpm")]
    [TestCase("rpl-minrisk-wr")]
    [TestCase("rpl-minrisk-mdd")]
    [TestCase("rpl-minrisk-add")]
    public void Rebalance_LeastRiskOfAnotherLibrary_IsNotWorseAndNotBetterThanProved(string id)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        ReturnSeries history = ReferenceReturns.Returns(one, 252);
        ScenarioSet set = ScenarioSet.FromHistory(history);
        double sample = Math.Sqrt(history.Periods / (history.Periods - 1.0));
        (Term measure, double scale) = id[12..] switch
        {
            "msv" => ((Term)new SemiDeviation(set), sample),
            "slpm" => (new SemiDeviation(set, 0), sample),
            "wr" => (new WorstCaseLoss(set), 1.0),
            "mdd" => (new MaximumDrawdown(set), 1.0),
            _ => (new ConditionalDrawdown(set, 0), 1.0),
        };
        Account account = Account.FromWeights(history.Universe!, new double[history.Count], 1_000_000m);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = measure, Limits = [Limits.FullyInvested, Limits.LongOnly] }, history.Universe!).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double expected = one.ExpectedNumber("risk")!.Value;
        Assert.That(scale * measure.ValueAt(account, result.Weights), Is.EqualTo(expected).Within(Tolerances.PublishedFewDigits * expected));
    }

    /// <summary>The range between the means of the worst and of the best 5 %: two tails, over two sets, of which one holds the returns with the other sign.</summary>
    [Test]
    public void Rebalance_TheLeastRangeOfTails_GivesThePublishedRange()
    {
        ReferenceCase one = ReferenceCases.Get("rpl-minrisk-cvrg");
        ReturnSeries history = ReferenceReturns.Returns(one, 252);
        ScenarioSet set = ScenarioSet.FromHistory(history);
        ScenarioSet mirrored = ScenarioSet.Over([.. Enumerable.Range(0, set.Count * set.Assets).Select(q => -set[q / set.Assets, q % set.Assets])], set.Assets, set.PeriodYears, set.Universe);
        Objective range = new ConditionalValueAtRisk(set, 0.95) + new ConditionalValueAtRisk(mirrored, 0.95);
        Account account = Account.FromWeights(history.Universe!, new double[history.Count], 1_000_000m);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = range, Limits = [Limits.FullyInvested, Limits.LongOnly] }, history.Universe!).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        Assert.That(result.Objective, Is.EqualTo(one.ExpectedNumber("risk")!.Value).Within(1e-6 * one.ExpectedNumber("risk")!.Value));
        foreach ((string symbol, double weight) in one.IndependentWeights!) Assert.That(result.Weights[history.Universe!.IndexOf(symbol)], Is.EqualTo(weight).Within(1e-4), symbol);
        Assert.That(result.Tails(), Has.Count.EqualTo(2));
    }

    /// <summary>Five assets over twelve months, a published table (Papahristodoulou).</summary>
    [Test]
    public void Rebalance_TheLeastWorstMonth_IsThePublishedPortfolio()
    {
        ReferenceCase one = ReferenceCases.Get("lit-minimax-papahristodoulou");
        double[][] byAsset = [.. one.Inputs.GetProperty("returns_inline_by_asset").EnumerateArray().Select(row => row.EnumerateArray().Select(r => r.GetDouble()).ToArray())];
        ScenarioSet months = ScenarioSet.Over([.. Enumerable.Range(0, 12).SelectMany(t => byAsset.Select(asset => asset[t]))], 5, 1 / 12.0);
        Universe universe = Universe.Of("A", "B", "C", "D", "E");
        var worst = new WorstCaseLoss(months);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = worst, Limits = [Limits.FullyInvested, Limits.LongOnly] }, universe).Rebalance(Account.FromWeights(universe, new double[5], 1m));
        Assert.That(-result.Objective, Is.EqualTo(one.Expected.GetProperty("value").GetDouble()).Within(1e-6));
        Assert.That(result.Weights.ToArray(), Is.EqualTo(one.Expected.GetProperty("weights").EnumerateArray().Select(w => w.GetDouble())).Within(1e-5));
    }

    [TestCase("skf-measure-cvar-0", 1.0)]
    [TestCase("skf-measure-mean_absolute_deviation-0", 1.0)]
    [TestCase("skf-measure-semi_deviation-1", 1.0)]
    [TestCase("skf-measure-semi_deviation-5", 1.0)]
    [TestCase("skf-measure-max_drawdown-0", 1.0)]
    [TestCase("skf-measure-cdar-0", 1.0)]
    public void ValueAt_OneAsset_IsTheMeasureOfAnotherLibrary(string id, double weight)
    {
        ReferenceCase one = ReferenceCases.Get(id);
        ReturnSeries history = ReferenceReturns.Returns(one, 252, "AAPL");
        ScenarioSet set = ScenarioSet.FromHistory(history);
        Term measure = Text(one, "measure") switch
        {
            "cvar" => new ConditionalValueAtRisk(set, 0.95),
            "mean_absolute_deviation" => new MeanAbsoluteDeviation(set),
            "semi_deviation" => new SemiDeviation(set, one.Problem.GetProperty("parameters").GetProperty("min_acceptable_return") is { ValueKind: JsonValueKind.Number } target ? target.GetDouble() : null),
            "max_drawdown" => new MaximumDrawdown(set),
            _ => new ConditionalDrawdown(set, 0.95),
        };
        Account account = Account.FromWeights(history.Universe!, new double[1], 1_000_000m);
        double expected = one.Expected.GetProperty("value").GetDouble();
        Assert.That(measure.ValueAt(account, [weight]), Is.EqualTo(expected).Within(Tolerances.PublishedFewDigits * expected));
    }

    private static (Term Measure, string Name, double Scale) MeasureOf(ReferenceCase one, ScenarioSet set) => one.Family switch
    {
        "cdar" => (new ConditionalDrawdown(set, Number(one, "beta")!.Value), "cdar", 1),
        "semivariance" => (new SemiDeviation(set, 0), "semi_deviation", Math.Sqrt(Text(one, "objective").Contains("weekly", StringComparison.Ordinal) ? 52 : 252)),
        _ => (new ConditionalValueAtRisk(set, Number(one, "beta") ?? 0.95), "cvar", 1),
    };

    private static double[] Means(ReferenceCase one, Universe universe)
    {
        LabelledMatrix mu = one.File("mu");
        return [.. universe.Assets.Select(asset => mu[mu.RowLabels.ToList().IndexOf(asset.Symbol), 0])];
    }

    private static IEnumerable<Limit> Sectors(ReferenceCase one, Universe universe, JsonElement sectors)
    {
        foreach ((string property, bool isUpper) in new[] { ("sector_upper", true), ("sector_lower", false) })
            if (one.Problem.TryGetProperty(property, out JsonElement bounds))
                foreach (JsonProperty bound in bounds.EnumerateObject())
                {
                    double[] members = [.. universe.Assets.Select(a => sectors.GetProperty(a.Symbol).GetString() == bound.Name ? 1.0 : 0.0)];
                    double value = bound.Value.GetDouble();
                    yield return new LinearLimit(bound.Name, universe.Values(members), isUpper ? double.NegativeInfinity : value, isUpper ? value : double.PositiveInfinity);
                }
    }

    private static double? Number(ReferenceCase one, string name) => one.Problem.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string Text(ReferenceCase one, string name) => one.Problem.GetProperty(name).GetString()!;
}
