using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>Mandates with real tax lots and a tail over enough scenarios for the scenario engine, taxed lot by lot or on net gains: the full interior point's answer.</summary>
public class ScenarioLotsTests
{
    private const int Assets = 8, Scenarios = 500;

    private static readonly DateOnly Today = new(2026, 3, 31);

    [Test]
    public void Rebalance_TaxedLotsBesideATail_IsTheFullInteriorPointsAnswer([Values(0.1, 0.25)] double rate, [Values] TaxNetting netting, [Values] bool isLimited, [Values(1, 2)] int seed)
    {
        var rules = new FlatTax(rate);
        AssertAgrees(One(seed, new CapitalGainsTax(rules, netting), isLimited), seed);
    }

    [Test]
    public void Rebalance_ShortAndLongRatesBesideATail_IsTheFullInteriorPointsAnswer([Values] TaxNetting netting, [Values] bool isLimited)
    {
        var rules = new UnitedStatesTax(0.37, 0.2);
        AssertAgrees(One(3, new CapitalGainsTax(rules, netting), isLimited), 3);
    }

    /// <summary>Losses that may be sold and bought back make the search over the sides of the trades long, whatever engine solves its programs.</summary>
    [Test]
    [Category("Long")]
    public void Rebalance_ATaxBudgetBesideATail_KeepsItAndIsTheFullInteriorPointsAnswer()
    {
        const int Seed = 2;
        var tax = new CapitalGainsTax(new FlatTax(0.25), TaxNetting.Separable, WashSalePolicy.Ignore);
        Mandate free = One(Seed, tax, isLimited: false);
        double paid = tax.ValueAt(AccountOf(Seed), Solved(free, Seed, EngineKind.Auto).Weights);
        double least = Solved(free with { Objective = 1.0 * tax }, Seed, EngineKind.Auto).Objective;
        AssertAgrees(free with { Limits = [.. free.Limits, tax.AtMost(0.5 * (paid + least))] }, Seed);
    }

    private static void AssertAgrees(Mandate mandate, int seed)
    {
        RebalanceResult result = Solved(mandate, seed, EngineKind.Auto), full = Solved(mandate, seed, EngineKind.InteriorPoint);
        Assert.That(result.Status, Is.EqualTo(full.Status), result.Engine);
        Assert.That(result.Engine, Does.StartWith(nameof(EngineKind.Scenarios)), result.Engine);
        Assert.That(full.Engine, Does.StartWith(nameof(EngineKind.InteriorPoint)));
        Assert.That(result.Objective, Is.EqualTo(full.Objective).Within(Tolerances.SolverAgreement * (1 + Math.Abs(full.Objective))), result.Engine);
        Certificate certificate = result.Certificate;
        Assert.That(certificate.RelativePrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual), certificate.ToString());
        if (result.Status == RebalanceStatus.Optimal) Assert.That(certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, Tolerances.ReferenceCertificate), certificate.ToString());
    }

    private static RebalanceResult Solved(Mandate mandate, int seed, EngineKind engine) =>
        new Rebalancer(mandate, UniverseOf(), new RebalanceSettings { Certify = true, BreakTies = false, Solver = new SolverSettings { Engine = engine, Tolerance = 1e-7 } }).Rebalance(AccountOf(seed));

    private static Universe UniverseOf() => Universe.Of([.. Enumerable.Range(0, Assets).Select(i => new Asset($"A{i}") { Price = 100m })]);

    /// <summary>Three lots an asset, one of them at a loss, some of them held for less than a year.</summary>
    private static Account AccountOf(int seed)
    {
        var random = new TestRandom(seed);
        List<TaxLot> lots = [];
        for (int i = 0; i < Assets; i++)
            for (int l = 0; l < 3; l++) lots.Add(new TaxLot($"A{i}", 100m * (int)random.Uniform(1, 9), l == 2 ? 110m : 60m + (10 * l) + (2 * i), Today.AddDays(l == 1 ? -200 : -800)));
        return Account.FromLots(UniverseOf(), lots, 0m, new AccountOptions { AsOf = Today });
    }

    private static Mandate One(int seed, CapitalGainsTax tax, bool isLimited)
    {
        var random = new TestRandom(70 + seed);
        Universe universe = UniverseOf();
        double[] mean = random.UniformVector(Assets, 0, 0.02), returns = [.. Enumerable.Range(0, Scenarios).SelectMany(_ =>
        {
            double common = 0.04 * random.Normal();
            return Enumerable.Range(0, Assets).Select(i => mean[i] + (common * (0.4 + (0.15 * i))) + (0.03 * random.Normal())).ToArray();
        })];
        ScenarioSet set = ScenarioSet.Over(returns, Assets, 1 / 12.0, universe);
        var tail = new ConditionalValueAtRisk(set, 0.95);
        Objective rest = 2.0 * new ExpectedReturn(universe.Values(mean)) + new TradingCost(universe.Values([.. Enumerable.Repeat(0.001, Assets)])) + 1.0 * tax;
        Limit[] limits = [Limits.FullyInvested, new WeightBounds(0, 0.4), new Turnover(TurnoverKind.TwoWay).AtMost(0.6)];
        return isLimited
            ? new Mandate { Objective = rest, Limits = [.. limits, tail.AtMost(0.97 * tail.ValueAt(AccountOf(seed), AccountOf(seed).Weights))], CostSettlement = CostSettlement.Outside }
            : new Mandate { Objective = 0.5 * tail + rest, Limits = limits, CostSettlement = CostSettlement.Outside };
    }
}
