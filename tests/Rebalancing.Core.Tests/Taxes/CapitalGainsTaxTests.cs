namespace Rebalancing.Core.Tests;

/// <summary>Lot choice in whole plans, against known answers and against enumeration that shares nothing with the optimiser.</summary>
public class CapitalGainsTaxTests
{
    private static readonly DateOnly Today = new(2026, 3, 31), Recent = new(2025, 10, 1), Old = new(2020, 1, 2);

    private static readonly UnitedStatesTax Rules = new(0.37, 0.20);

    private static TaxLot Lot(string id, decimal shares, decimal cost, bool longTerm, string symbol = "X") => new(symbol, shares, cost, longTerm ? Old : Recent) { Id = id };

    private static Account AccountOf(IReadOnlyList<TaxLot> lots, TaxYear? year = null, params string[] others)
    {
        string[] symbols = [.. lots.Select(lot => lot.Symbol).Concat(others).Distinct()];
        var universe = Universe.Of(symbols.Select(symbol => new Asset(symbol) { Price = 100m }));
        return Account.FromLots(universe, lots, 100_000m, new AccountOptions { AsOf = Today, TaxYear = year ?? TaxYear.Empty });
    }

    /// <summary>A plan that sells so many shares of each asset and does nothing else.</summary>
    private static Plan Sell(Account account, Term tax, params decimal[] shares)
    {
        double[] after = [.. shares.Select((s, i) => account.Weights[i] - (double)(s * 100m / account.Value))];
        var mandate = new Mandate { Objective = tax, Limits = [new WeightBounds(after, after)] };
        return new Rebalancer(mandate, account.Universe).Rebalance(account).GetPlanOrThrow();
    }

    [Test]
    public void Plan_SellingAcrossLots_TakesLeastTaxFirst()
    {
        // per share: A -7.40, C -2.00, B +2.00, E +2.96, D +14.80
        TaxLot[] lots = [Lot("A", 50, 120, false), Lot("B", 50, 90, true), Lot("C", 50, 110, true), Lot("D", 50, 60, false), Lot("E", 50, 92, false)];
        Account account = AccountOf(lots);
        var separable = new CapitalGainsTax(Rules, TaxNetting.Separable);
        Plan plan = Sell(account, separable, 120);
        Assert.That(plan.LotSales.Select(sale => (sale.LotId, sale.Shares)), Is.EquivalentTo(new[] { ("A", 50m), ("C", 50m), ("B", 20m) }));
        Assert.That(plan.Costs[0].Plan.Value * (double)account.Value, Is.EqualTo(-430).Within(1e-6));

        Plan most = Sell(account, separable, 150), highest = Sell(account, new CapitalGainsTax(Rules, TaxNetting.Separable, selection: LotSelection.Hifo), 150);
        Assert.That(most.Costs[0].Plan.Value * (double)account.Value, Is.EqualTo(-370).Within(1e-6));
        Assert.That(highest.LotSales.Select(sale => sale.LotId), Is.EquivalentTo(new[] { "A", "C", "E" }));
        Assert.That(highest.Taxes!.SelectionCost, Is.EqualTo(48m), "-322 against -370");
    }

    [Test]
    public void Plan_WithGainsAlreadyRealised_BreaksLeastTaxFirst()
    {
        Account account = AccountOf([Lot("A", 100, 140, true), Lot("D", 100, 130, false)], new TaxYear(0m, 5_000m));
        Plan plan = Sell(account, new CapitalGainsTax(Rules, washSales: WashSalePolicy.Ignore), 100);
        Assert.That(plan.LotSales.Single().LotId, Is.EqualTo("A"));
        Assert.That(plan.Taxes!.Year.Tax, Is.EqualTo(200m));
        Assert.That(Sell(account, new CapitalGainsTax(Rules, TaxNetting.Separable), 100).Taxes!.Year.Tax, Is.EqualTo(400m), "lot by lot the short-term loss looks better");
    }

    [Test]
    public void Memo_OfManyLots_ShowsTheLargestAndCountsTheRest()
    {
        TaxLot[] lots = [.. Enumerable.Range(0, 50).Select(lot => Lot($"L{lot}", 10 + lot, 130, true))];
        Plan plan = Sell(AccountOf(lots), new CapitalGainsTax(Rules, washSales: WashSalePolicy.Ignore), lots.Sum(lot => lot.Shares));
        string[] lines = plan.Taxes!.ToString().Split(Environment.NewLine);
        Assert.That(plan.LotSales, Has.Count.EqualTo(50));
        Assert.That(lines.Count(line => line.StartsWith("  sell ", StringComparison.Ordinal)), Is.EqualTo(20));
        Assert.That(lines, Has.Some.Contains("of lot L49 ").And.None.Contains("of lot L29 "), "the largest losses are those of the largest lots");
        Assert.That(lines, Has.One.EqualTo("  and 30 more lots; the plan realises -51,750.00 in all"), "30 dollars a share on 10 + 11 + ... + 59 shares");
    }

    [Test]
    public void Plan_OfAnyBook_IsTheBestOfAllLotChoices([Range(1, 60)] int seed) => CompareWithEnumeration(seed);

    [Test]
    [Category("Long")]
    public void Plan_OfAThousandBooks_IsTheBestOfAllLotChoices([Range(1_001, 2_000)] int seed) => CompareWithEnumeration(seed);

    private static void CompareWithEnumeration(int seed)
    {
        var random = new TestRandom(seed);
        int assets = random.Integer(1, 3);
        List<TaxLot> lots = [];
        for (int i = 0; i < assets; i++)
            for (int l = random.Integer(1, 4); l > 0; l--)
                lots.Add(Lot($"{i}{l}", random.Integer(10, 200), random.Integer(40, 180), random.Chance(0.5), $"S{i}"));
        decimal[] sell = [.. Enumerable.Range(0, assets).Select(i => decimal.Round((decimal)random.Uniform(0, 1) * lots.Where(l => l.Symbol == $"S{i}").Sum(l => l.Shares), 2))];
        TaxYear year = new(random.Integer(-4_000, 6_000), random.Integer(-4_000, 6_000)) { CarriedShortLoss = random.Chance(0.3) ? random.Integer(0, 5_000) : 0, CarriedLongLoss = random.Chance(0.3) ? random.Integer(0, 5_000) : 0 };
        var rules = new UnitedStatesTax(random.Uniform(0.2, 0.4), random.Uniform(0.05, 0.2), stateRate: random.Chance(0.5) ? 0.05 : 0, netInvestmentIncomeRate: random.Chance(0.5) ? 0.038 : 0);
        Account account = AccountOf(lots, year);
        var tax = new CapitalGainsTax(rules, washSales: WashSalePolicy.Ignore);
        double[] after = [.. sell.Select((s, i) => account.Weights[i] - (double)(s * 100m / account.Value))];
        decimal? budget = random.Chance(0.3) ? random.Integer(-2_000, 4_000) : null;
        Limit[] limits = budget is { } most ? [new WeightBounds(after, after), new RealisedGains(rules, shortTerm: most)] : [new WeightBounds(after, after)];
        RebalanceResult result = new Rebalancer(new Mandate { Objective = tax, Limits = limits }, account.Universe).Rebalance(account);

        double best = LotEnumeration.LeastTax(account, rules, sell, budget is { } b ? (double)b : double.PositiveInfinity);
        if (double.IsPositiveInfinity(best))
        {
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible));
            return;
        }
        Assert.That(result.IsOptimal, Is.True, $"{result.Status}");
        Assert.That(result.Objective * (double)account.Value, Is.EqualTo(best).Within(Tolerances.SolverAgreement * (double)account.Value), $"seed {seed}");
    }
}
