namespace Rebalancing.Core.Tests.Estimation;

public class TargetRuleTests
{
    private const int Assets = 8, Periods = 160;

    private static readonly Universe Universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")]);

    private static readonly DateOnly First = new(2024, 1, 5);

    private static readonly Func<ReturnSeries, RiskModel> Shrunk = r => LedoitWolf.ConstantCorrelation(r).Risk;

    private static double[,] Data(int seed = 21) => ReferenceReturns.Random(new TestRandom(seed), Periods, Assets);

    private static ReturnSeries Series(double[,] data) =>
        ReturnSeries.FromReturns(data, 52, ReturnKind.Simple, Universe, [.. Enumerable.Range(0, data.GetLength(0)).Select(t => First.AddDays(7 * t))]);

    private static double[,] FirstRows(double[,] data, int rows)
    {
        var head = new double[rows, data.GetLength(1)];
        Array.Copy(data, head, head.Length);
        return head;
    }

    public static IEnumerable<TestCaseData> Rules()
    {
        AssetValues equal = Universe.Values(Enumerable.Repeat(1.0 / Assets, Assets).ToArray()), caps = Universe.Values(Enumerable.Repeat(0.3, Assets).ToArray());
        Func<ReturnSeries, AssetValues> forecast = r => ExpectedReturns.Equilibrium(SampleCovariance.Estimate(r).Risk, equal, 3);
        TargetRule parity = Targets.RiskParity(Shrunk);
        yield return new TestCaseData(Targets.Fixed(equal)).SetArgDisplayNames("fixed");
        yield return new TestCaseData(Targets.InverseVolatility(Shrunk)).SetArgDisplayNames("inverse volatility");
        yield return new TestCaseData(parity).SetArgDisplayNames("risk parity");
        yield return new TestCaseData(Targets.RiskParity(Shrunk, Universe.Values(1, 2, 3, 4, 5, 6, 7, 8), Universe.Values(1, 1, 1, 1, 1, 1, -1, -1))).SetArgDisplayNames("risk budgets long and short");
        yield return new TestCaseData(Targets.FactorRiskParity(r => StatisticalFactors.Principal(r, 3).Model, [3, 1, 1])).SetArgDisplayNames("factor budgets");
        yield return new TestCaseData(Targets.MinimumVariance(Shrunk, upper: caps)).SetArgDisplayNames("minimum variance");
        yield return new TestCaseData(Targets.MaximumDiversification(Shrunk, upper: caps)).SetArgDisplayNames("maximum diversification");
        yield return new TestCaseData(Targets.MaximumSharpe(Shrunk, forecast, upper: caps)).SetArgDisplayNames("maximum Sharpe");
        yield return new TestCaseData(Targets.Hierarchical(r => SampleCovariance.Estimate(r).Risk)).SetArgDisplayNames("hierarchical");
        yield return new TestCaseData(Targets.VolatilityTarget(parity, Shrunk, 0.05)).SetArgDisplayNames("volatility target");
        yield return new TestCaseData(Targets.TrendTilt(parity, 26, 0.5)).SetArgDisplayNames("trend");
        yield return new TestCaseData(Targets.Regime((r, _) => r[r.Periods - 1, 0] > 0 ? "up" : "down", new Dictionary<string, TargetRule> { ["up"] = Targets.Fixed(equal), ["down"] = parity })).SetArgDisplayNames("regime");
        yield return new TestCaseData(Targets.Blend((parity, 0.5), (Targets.MinimumVariance(Shrunk), 0.3))).SetArgDisplayNames("blend");
        yield return new TestCaseData(parity.OverLast(60)).SetArgDisplayNames("window");
    }

    [TestCaseSource(nameof(Rules))]
    public void At_WhateverComesLater_IsTheTargetOfWhatWasKnown(TargetRule rule)
    {
        double[,] data = Data(), changed = Data();
        for (int t = 100; t < Periods; t++)
            for (int i = 0; i < Assets; i++) changed[t, i] = 0.5 - changed[t, i];
        DateOnly day = First.AddDays((7 * 99) + 3);
        PortfolioTarget ours = rule.At(day, Series(data)), other = rule.At(day, Series(changed)), cut = rule.At(day, Series(FirstRows(data, 100)));
        Assert.That(other.Weights, Is.EqualTo(ours.Weights), "later returns must not matter");
        Assert.That(cut.Weights, Is.EqualTo(ours.Weights));
        Assert.That((ours.Date, ours.KnownUntil, ours.Rule), Is.EqualTo((day, First.AddDays(7 * 99), rule.Name)));
        Assert.That(ours.Weights.Universe, Is.SameAs(Universe));
    }

    /// <summary>The target, costs and limits stand in one mandate, and the plan is the best that keeps the limits: going straight to the target costs no less.</summary>
    [TestCaseSource(nameof(Rules))]
    public void Target_InAMandateWithCostsAndLimits_IsFollowedAsFarAsTheyLet(TargetRule rule)
    {
        ReturnSeries returns = Series(Data());
        PortfolioTarget target = rule.At(First.AddDays(7 * 120), returns);
        RiskModel risk = Shrunk(returns.Until(target.Date));
        Account account = Account.FromWeights(Universe, [0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05], 1_000_000m);
        double[] costs = [.. Enumerable.Range(0, Assets).Select(i => 0.0002 * (i + 1))];
        Mandate Of(params Limit[] limits) => new() { Objective = 10.0 * new TrackingVariance(risk, target.Weights) + new TradingCost(costs), Limits = limits };

        RebalanceResult near = new Rebalancer(Of(new CashBand(0, 1), Limits.Turnover(0.10), new WeightBounds(-0.3, 0.5)), Universe).Rebalance(account);
        Assert.That(near.Status, Is.EqualTo(RebalanceStatus.Optimal));
        Plan plan = near.GetPlanOrThrow();
        Assert.That(plan.Turnover, Is.LessThanOrEqualTo(0.10 + Tolerances.Weight));
        Assert.That(plan.Total.Plan.Value, Is.LessThanOrEqualTo(plan.Total.DoNothing.Value + Tolerances.Objective));
        // without costs and limits the plan is the target
        double least = Math.Min(0, target.Cash), most = Math.Max(0, target.Cash);
        RebalanceResult free = new Rebalancer(new Mandate { Objective = new TrackingVariance(risk, target.Weights), Limits = [new CashBand(least - 0.01, most + 0.01)] }, Universe).Rebalance(account);
        Assert.That(free.Weights.ToArray(), Is.EqualTo(target.Weights).Within(1e-4));
    }

    [Test]
    public void VolatilityTarget_OfACalmAndAWildBase_ScalesOnlyDown()
    {
        ReturnSeries returns = Series(Data());
        TargetRule parity = Targets.RiskParity(Shrunk);
        DateOnly day = returns.Dates![^1];
        double before = Shrunk(returns).Volatility(parity.At(day, returns).Weights.Span);
        PortfolioTarget half = Targets.VolatilityTarget(parity, Shrunk, before / 2).At(day, returns), twice = Targets.VolatilityTarget(parity, Shrunk, 2 * before).At(day, returns);
        Assert.That(Shrunk(returns).Volatility(half.Weights.Span), Is.EqualTo(before / 2).Within(Tolerances.Summation));
        Assert.That(half.Cash, Is.EqualTo(0.5).Within(Tolerances.LinearAlgebra));
        Assert.That(twice.Cash, Is.EqualTo(0).Within(Tolerances.LinearAlgebra));
        PortfolioTarget geared = Targets.VolatilityTarget(parity, Shrunk, 2 * before, largestScale: 3).At(day, returns);
        Assert.That(geared.Cash, Is.EqualTo(-1).Within(Tolerances.LinearAlgebra));
    }

    [Test]
    public void TrendTilt_OfThreeAssets_IsTheHandCalculation()
    {
        // log returns; up: mean .01, deviation .01 -> 0.04 / (0.01 sqrt(4) * sqrt(4/3)); down: mirrored; the third goes nowhere
        double[,] data = { { 0.5, 0.5, 0.5 }, { 0.00, 0.00, 0.01 }, { 0.02, -0.02, -0.01 }, { 0.00, 0.00, 0.01 }, { 0.02, -0.02, -0.01 } };
        ReturnSeries returns = ReturnSeries.FromReturns(data, 12, ReturnKind.Log, Universe.Of("U", "D", "F"), [.. Enumerable.Range(1, 5).Select(m => new DateOnly(2026, m, 28))]);
        AssetValues scores = Trend.Scores(returns, 4);
        Assert.That(scores, Is.EqualTo(new[] { 1.0, -1.0, 0.0 }).Within(Tolerances.Summation));
        double mild = 0.02 / (Math.Sqrt(0.0002) * Math.Sqrt(2));
        Assert.That(Trend.Scores(returns, 2)[0], Is.EqualTo(Math.Min(1, mild)).Within(Tolerances.Summation));
        Assert.That(Trend.Scores(returns, 2, skip: 1)[1], Is.EqualTo(-Math.Min(1, mild)).Within(Tolerances.Summation));
        TargetRule equal = Targets.Fixed([0.3, 0.3, 0.4]);
        DateOnly day = new(2026, 6, 1);
        Assert.That(Targets.TrendTilt(equal, 4, 0.5).At(day, returns).Weights, Is.EqualTo(new[] { 0.45, 0.15, 0.4 }).Within(Tolerances.Summation));
        PortfolioTarget fall = Targets.TrendTilt(Targets.Fixed([0.0, 0.6, 0.4]), 4, 1, stayInvested: false).At(day, returns);
        Assert.That(fall.Weights, Is.EqualTo(new[] { 0.0, 0.0, 0.4 }).Within(Tolerances.Summation));
        Assert.That(fall.Cash, Is.EqualTo(0.6).Within(Tolerances.Summation));
    }

    [Test]
    public void Blend_OfTwoFixedTargets_IsTheirMixtureAndCash()
    {
        ReturnSeries returns = Series(Data());
        double[] one = new double[Assets], two = new double[Assets];
        (one[0], two[1]) = (1, 1);
        PortfolioTarget blend = Targets.Blend((Targets.Fixed(one), 0.6), (Targets.Fixed(two), 0.3)).At(First.AddDays(70), returns);
        Assert.That(blend.Weights.Take(3), Is.EqualTo(new[] { 0.6, 0.3, 0.0 }).Within(Tolerances.Rounding));
        Assert.That(blend.Cash, Is.EqualTo(0.1).Within(Tolerances.Summation));
        Assert.That(blend.Rule, Is.EqualTo("60 % Fixed weights + 30 % Fixed weights"));
    }

    [Test]
    public void At_WithWhatCannotBe_SaysWhy()
    {
        ReturnSeries returns = Series(Data()), undated = ReturnSeries.FromReturns(Data(), 52);
        TargetRule parity = Targets.RiskParity(Shrunk);
        DateOnly day = First.AddDays(70);
        Assert.That(() => parity.At(day, undated), Throws.ArgumentException.With.Message.Contains("have no dates"));
        Assert.That(() => parity.At(new DateOnly(2023, 12, 31), returns), Throws.ArgumentException.With.Message.Contains("No period ends on or before 2023-12-31; the first of 160 ends on 2024-01-05"));
        Assert.That(() => parity.OverLast(100).At(day, returns), Throws.ArgumentException.With.Message.Contains("The last 100 periods were asked for; 11 are known until 2024-03-15"));
        Assert.That(() => Targets.Fixed([0.5, 0.5]).At(day, returns), Throws.ArgumentException.With.Message.Contains("gives 2 weights, but the returns are of 8 assets"));
        Assert.That(() => Targets.Regime((_, _) => "flat", new Dictionary<string, TargetRule> { ["up"] = parity }).At(day, returns), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("The regime is 'flat', but there are rules only for up"));
        Assert.That(() => Targets.Blend((parity, 0.8), (parity, 0.3)), Throws.ArgumentException.With.Message.Contains("add up to 1.1"));
        Assert.That(() => Targets.TrendTilt(parity, 10, 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("strength of the tilt is 1.5"));
        Assert.That(() => Targets.VolatilityTarget(parity, Shrunk, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("wanted volatility is 0"));
        Assert.That(() => Targets.Custom("broken", (r, _) => Enumerable.Repeat(double.NaN, r.Count).ToArray()).At(day, returns), Throws.ArgumentException.With.Message.Contains("broken: weight of 'A0' (index 0) on 2024-03-15 is NaN"));
    }

    [Test]
    public void Until_ASeriesWithGaps_CountsWhatIsMissingInItsPart()
    {
        double[,] data = Data();
        data[3, 2] = data[120, 4] = double.NaN;
        ReturnSeries part = Series(data).Treat(MissingReturns.Pairwise).Until(First.AddDays(7 * 50));
        Assert.That(part.Periods, Is.EqualTo(51));
        Assert.That(part.Missing.Counts, Is.EqualTo(new[] { 0, 0, 1, 0, 0, 0, 0, 0 }));
        Assert.That(part.Missing.Treatment, Is.EqualTo(MissingReturns.Pairwise));
        Assert.That(Series(data).Treat(MissingReturns.Zero).Last(10).Missing.ToString(), Does.Contain("A4 1"));
        Assert.That(part.Last(5).Dates![0], Is.EqualTo(First.AddDays(7 * 46)));
    }
}
