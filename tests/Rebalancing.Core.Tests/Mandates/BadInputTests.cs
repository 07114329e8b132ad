namespace Rebalancing.Core.Tests;

/// <summary>Every caller's mistake gets a sentence with what, where, found and expected.</summary>
public class BadInputTests
{
    private static readonly Universe Universe = Universe.Of("VTI", "VEA", "BND", "GLD");

    private static readonly DenseRisk Risk = DenseRisk.FromCorrelations(Universe.Values(0.16, 0.17, 0.06, 0.15), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

    public static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case("negative cost", () => new TradingCost(Universe.Values(0.0001, 0.0001, 0.0001, -0.0002)), "buying cost for 'GLD' (index 3) is -0.0002; costs are fractions of traded value and must be >= 0");
        yield return Case("costs of two lengths", () => new TradingCost([0.001, 0.002], [0.001]), "buying costs are for 2 assets and selling costs for 1");
        yield return Case("numbers of another length", () => Universe.Values(0.1, 0.2), "Got 2 numbers for a universe of 4 assets");
        yield return Case("unknown symbol in numbers", () => Universe.Values(new Dictionary<string, double> { ["VTO"] = 1 }, missing: 0), "Symbol 'VTO' is not in the universe of 4 assets (VTI, VEA, BND, GLD)");
        yield return Case("missing number", () => Universe.Values(new Dictionary<string, double> { ["VTI"] = 1 }), "No value for 'VEA' (index 1)");
        yield return Case("duplicate symbol", () => Universe.Of("VTI", "BND", "VTI"), "Symbol 'VTI' appears twice (indices 0 and 2)");
        yield return Case("price zero in the universe", () => Universe.Of([new Asset("VTI") { Price = 0m }]), "price for 'VTI' (index 0) is 0; prices must be > 0");
        yield return Case("lot size zero", () => Universe.Of([new Asset("VTI") { LotSize = 0m }]), "lot size for 'VTI' (index 0) is 0");
        yield return Case("weight not finite", () => Account.FromWeights(Universe, [0.1, double.NaN, 0.1, 0.1], 1m), "Weight of 'VEA' (index 1) is NaN; weights must be finite");
        yield return Case("weights above one", () => Account.FromWeights(Universe, [0.6, 0.3, 0.2, 0.1], 1m), "Weights add up to 120");
        yield return Case("account value zero", () => Account.FromWeights(Universe, [0.6, 0.3, 0, 0.1], 0m), "Account value is 0; it must be > 0");
        yield return Case("price zero in the account", () => Account.FromShares(Universe, new Dictionary<string, decimal>(), 1m, new AccountOptions { Prices = new Dictionary<string, decimal> { ["BND"] = 0m } }), "Price of 'BND' (index 2) is 0; prices must be > 0");
        yield return Case("missing prices", () => Account.FromShares(Universe, new Dictionary<string, decimal>(), 1m, new AccountOptions { Prices = new Dictionary<string, decimal> { ["BND"] = 70m } }), "No price for VTI, VEA, GLD");
        yield return Case("unknown symbol in holdings", () => Account.FromShares(Universe, new Dictionary<string, decimal> { ["XYZ"] = 1m }, 1m), "Symbol 'XYZ' in the shares is not in the universe of 4 assets");
        yield return Case("unknown symbol in a lot", () => Account.FromLots(Universe, [new TaxLot("XYZ", 1m, 1m, default)], 1m), "Symbol 'XYZ' in the tax lots");
        yield return Case("negative weight of a cost", () => -1.0 * new Variance(Risk), "Weight of 'Variance' is -1; costs take finite weights >= 0");
        yield return Case("bound not finite", () => new Turnover().AtMost(double.PositiveInfinity), "bound on 'Turnover' is Infinity; it must be finite");
        yield return Case("zero radius", () => new TrackingError(Risk, [0.25, 0.25, 0.25, 0.25]).AtMost(0), "bound on 'TrackingError' is 0; a square root is limited by a bound > 0");
        yield return Case("price of violation", () => Limits.LongOnly.Soften(-1), "price of violating 'LongOnly' is -1; it must be finite and > 0");
        yield return Case("falling tiers", () => new TieredCost(4, new CostTier(0, 0.002), new CostTier(1000, 0.001)), "rate of tier 1 is 0.001, below 0.002 of the tier before; falling rates are not convex");
        yield return Case("impact exponent", () => new MarketImpact([0.01], [1e6], exponent: 0.5), "impact exponent is 0.5; it must lie in (1, 2]");
        yield return Case("volume zero", () => new MarketImpact(Universe.Values(0.01, 0.01, 0.01, 0.01), Universe.Values(1e6, 1e6, 0, 1e6)), "daily traded value for 'BND' (index 2) is 0; traded values are base currency a day and must be > 0");
        yield return Case("bounds crossed", () => new WeightBounds(Universe.Values(0, 0, 0.3, 0), Universe.Values(1, 1, 0.2, 1)), "lower weight for 'BND' (index 2) is 0.3, above the upper weight 0.2");
        yield return Case("indefinite covariance", () => DenseRisk.FromRows([1, 2, 2, 1], 2), "not positive semidefinite: its smallest eigenvalue is -1");
        yield return Case("negative specific variance", () => FactorModel.Diagonal(DenseMap.FromColumns([1, 1, 1, 1], 1, 4), [0.04], Universe.Values(0.1, 0.1, -0.1, 0.1)), "specific variance for 'BND' (index 2) is -0.1");
        yield return Case("blank account id", () => new AccountOptions { Id = " " }, "The account's Id is blank; give a name, or leave it out");
        yield return Case("fills without a price", () => Account.FromShares(Universe.Of([new Asset("VTI") { Price = 1m }]), new Dictionary<string, decimal>(), 10m, new AccountOptions { OpenOrders = [new OpenOrder("VTI", 1m) { FilledShares = 2m }] }), "2 shares filled at a price of 0; fills need a price > 0");
        yield return Case("no quoted spread", () => TradingCost.FromQuotedSpreads(Universe), "'VTI' has no quoted spread");
        yield return Case("no volume", () => Account.FromWeights(Universe, [0.6, 0.3, 0, 0.1], 1m).DailyTradedValue(), "'VTI' (index 0) has no DailyVolumeShares");
        yield return Case("unknown group", () => GroupBounds.AtMost(Universe.GroupBy("Class", a => a.Symbol == "BND" ? "Bond" : "Other"), new Dictionary<string, double> { ["Bonds"] = 0.5 }), "Class 'Bonds' has no asset; known: Other, Bond");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Construct_WithAMistake_SaysWhatWhereFoundAndExpected(Func<object> make, string sentence)
    {
        Assert.That(() => make(), Throws.InstanceOf<Exception>().With.Message.Contains(sentence).And.Matches<Exception>(e => e is ArgumentException or KeyNotFoundException));
    }

    [Test]
    public void Rebalancer_WithAMandateForAnotherUniverse_ListsEveryProblem()
    {
        var mandate = new Mandate
        {
            Objective = 4.0 * new Variance(DenseRisk.FromRows([1, 0, 0, 1], 2)) + new TradingCost([0.001, 0.001, 0.001]),
            Limits = [Limits.FullyInvested, Limits.MaxWeight(0.1), new WeightBounds(0.2, 0.3), Limits.NoTrade("PE"), new DoNotHold("GLD")],
            HorizonYears = 0,
            Target = Universe.Values(0.2, 0.2, 0.2, 0.2),
        };
        MandateException problem = Assert.Throws<MandateException>(() => new Rebalancer(mandate, Universe))!;
        string[] expected =
        [
            "HorizonYears is 0",
            "Variance: risk model are for 2 assets, but the universe has 4",
            "TradingCost: buying costs are for 3 assets, but the universe has 4",
            "NoTrade[PE]: symbols name 'PE', which is not in the universe",
            "Target: weights add up to 80 % of account value, but FullyInvested wants 100 %",
            "'VTI' must be at least 20 % (Weight in [20 %, 30 %]) and at most 10 % (Weight <= 10 %); both cannot hold",
            "'GLD' must be at least 20 % (Weight in [20 %, 30 %]) and at most 0 % (DoNotHold[GLD]); both cannot hold",
            "Upper bounds on holdings add up to 30 %, but FullyInvested needs at least 99 % invested",
        ];
        foreach (string sentence in expected) Assert.That(problem.Message, Does.Contain(sentence));
        Assert.That(problem.Problems, Has.Count.GreaterThanOrEqualTo(expected.Length));
    }

    [Test]
    public void Rebalancer_WithGroupBoundsThatContradict_SaysSoBeforeAnythingIsSolved()
    {
        Grouping kinds = Universe.GroupBy("Class", asset => asset.Symbol switch { "BND" => "Bond", "GLD" => "", _ => "Equity" });
        GroupBounds Least(string group, double weight) => GroupBounds.AtLeast(kinds, new Dictionary<string, double> { [group] = weight });
        GroupBounds Most(string group, double weight) => GroupBounds.AtMost(kinds, new Dictionary<string, double> { [group] = weight });
        string[] With(params Limit[] limits) => [.. MandateValidator.FindProblems(new Mandate { Objective = new Variance(Risk), Limits = [Limits.FullyInvested, Limits.LongOnly, .. limits] }, Universe)];
        Assert.That(With(Least("Bond", 0.3), Most("Bond", 0.2)), Is.EqualTo(new[] { "Class 'Bond' must be at least 30 % (Class[Bond] >= 30 %) and at most 20 % (Class[Bond] <= 20 %); both cannot hold." }));
        Assert.That(With(Least("Bond", 0.3), Limits.MaxWeight(0.26)), Has.Some.EqualTo("Class 'Bond' must be at least 30 % (Class[Bond] >= 30 %), but the bounds on its holdings add up to at most 26 %."));
        Assert.That(With(Most("Equity", 0.3), Most("Bond", 0.3), new WeightBounds(0, 0.35)), Has.Some.EqualTo("Class bounds allow at most 95 % in holdings, but FullyInvested needs at least 99 % invested."));
        Assert.That(With(Least("Equity", 0.6), Least("Bond", 0.5)), Has.Some.EqualTo("Class bounds need at least 110 % in holdings, but FullyInvested allows at most 100 %."));
        Assert.That(With(Least("Bond", 0.3), Most("Bond", 0.2).Soften(1.0), Most("Equity", 0.5), Most("Bond", 0.4)), Is.Empty, "what can hold, and what is only a wish");
    }

    [Test]
    public void MandateException_WithManyProblemsOfOneKind_WritesThreeAndCountsTheRest()
    {
        Universe many = Universe.Of([.. Enumerable.Range(0, 30).Select(i => $"A{i}")]);
        var mandate = new Mandate { Objective = new Concentration(), Limits = [new WeightBounds(0.2, 0.3), Limits.MaxWeight(0.1), Limits.NoTrade("X")] };
        MandateException problem = Assert.Throws<MandateException>(() => new Rebalancer(mandate, many))!;
        Assert.That(problem.Problems.Count(p => p.Contains("both cannot hold")), Is.EqualTo(30));
        Assert.That(problem.Message.Split('\n').Count(line => line.Contains("both cannot hold")), Is.EqualTo(3));
        Assert.That(problem.Message, Does.Contain("and 27 more of this kind").And.Contain("'X'"));
    }

    [Test]
    public void Validate_NumbersOfAUniverseInAnotherOrder_NamesTheFirstDifference()
    {
        Universe other = Universe.Of("VTI", "BND", "VEA", "GLD");
        var mandate = new Mandate { Objective = new ExpectedReturn(other.Values(0.1, 0.1, 0.1, 0.1)) };
        Assert.That(MandateValidator.FindProblems(mandate, Universe), Is.EqualTo(new[] { "ExpectedReturn: expected returns are for another universe: index 1 is 'BND' there and 'VEA' here." }));
    }

    [Test]
    public void Rebalance_AShortPositionUnderALongOnlyMandate_IsRefusedByName()
    {
        var rebalancer = new Rebalancer(new Mandate { Objective = new Variance(Risk), Limits = [Limits.LongOnly] }, Universe);
        Account shortGold = Account.FromWeights(Universe, [0.5, 0.2, 0.2, -0.05], 1_000_000m, new AccountOptions { Id = "17" });
        Assert.That(() => rebalancer.Rebalance(shortGold), Throws.InstanceOf<MandateException>().With.Message.Contains("Account 17, LongOnly: weight of 'GLD' (index 3) is -0.05"));
        RebalanceResult result = rebalancer.RebalanceAll([shortGold])[0];
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Rejected));
        Assert.That(result.Problems, Has.Count.EqualTo(1));
        Assert.That(() => result.GetPlanOrThrow(), Throws.InvalidOperationException.With.Message.Contains("GLD"));
    }

    private static TestCaseData Case(string name, Func<object> make, string sentence) => new TestCaseData(make, sentence).SetArgDisplayNames(name);
}
