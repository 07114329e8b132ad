namespace Rebalancing.Core.Tests;

/// <summary>
/// Every measure over scenarios in one mandate with a variance, an expected return, costs, taxed lots, groups, caps, a turnover limit and a tail limit: against the same mandate written
/// out as a quadratic program, and, in whole lots, against all plans there are.
/// </summary>
public class ScenarioCompanyTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    [Test]
    public void Rebalance_AMeasureAmongCostsLotsAndLimits_IsTheQuadraticProgramsAnswer([Values] ScenarioMeasure measure, [Range(1, 4)] int seed)
    {
        var one = new Company(measure, seed);
        RebalanceResult result = one.Solve(1.0 * one.Term + one.Rest, []);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double[] w = result.Weights.ToArray();
        double root = ScenarioMeasures.IsRoot(measure) ? one.Term.ValueAt(one.Account, w) : 0;
        double expected = one.WriteOut(inObjective: 1, limit: null, root).Solve();
        Assert.That(result.Objective, Is.EqualTo(expected + (0.5 * root)).Within(Tolerances.SolverAgreement * (1 + Math.Abs(expected))), result.Engine);
        Assert.That(result.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual));
    }

    [Test]
    public void Rebalance_AMeasureAsALimitAmongCostsLotsAndLimits_IsTheQuadraticProgramsAnswer([Values] ScenarioMeasure measure, [Range(1, 4)] int seed)
    {
        var one = new Company(measure, seed);
        double least = one.Term.ValueAt(one.Account, one.Solve(one.Term, []).Weights), bound = least + (0.05 * Math.Abs(least)) + 1e-4;
        RebalanceResult result = one.Solve(one.Rest, [one.Term.AtMost(bound)]);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double[] w = result.Weights.ToArray();
        double value = one.Term.ValueAt(one.Account, w);
        Assert.That(value, Is.LessThanOrEqualTo(bound + Tolerances.Residual));
        if (!ScenarioMeasures.IsRoot(measure))
        {
            double expected = one.WriteOut(inObjective: 0, bound, 0).Solve();
            Assert.That(result.Objective, Is.EqualTo(expected).Within(Tolerances.SolverAgreement * (1 + Math.Abs(expected))), result.Engine);
            return;
        }

        // a root is limited where its square is: with the square priced by the limit's own multiplier, the portfolio must be best without the limit
        double price = result.Explain().Prices.Where(p => p.Limit == one.Term.AtMost(bound).Name).Select(p => p.Price).FirstOrDefault();
        Assert.That(price * (bound - value), Is.EqualTo(0).Within(Tolerances.SolverAgreement), "what is left of a limit that has a price");
        double priced = one.WriteOut(inObjective: 0, limit: null, price > 0 ? bound / price : double.PositiveInfinity).Solve();
        Assert.That(result.Objective + (0.5 * price * bound), Is.EqualTo(priced).Within(Tolerances.PeerNumber * (1 + Math.Abs(priced))), result.Engine);
    }

    /// <summary>Three assets in lots of a twentieth of the account: a few thousand plans.</summary>
    [Test]
    public void Rebalance_AMeasureInWholeLots_IsTheBestOfAllPlans([Values] ScenarioMeasure measure)
    {
        LawData data = LawData.Of(7, 3);
        Universe universe = Universe.Of([.. data.Universe.Assets.Select(a => new Asset(a.Symbol) { Price = 50m, LotSize = 1000m })]);
        Account account = Account.FromWeights(universe, [0.5, 0.3, 0.15], 1_000_000m);
        ScenarioSet set = ScenarioSet.Over(Returns(data), 3, 1 / 12.0);
        Term term = ScenarioMeasures.Term(measure, set, [0.3, 0.3, 0.4]);
        Objective objective = 1.0 * term + 0.5 * new Variance(DenseRisk.FromRows([.. data.Covariance.Cast<double>()], 3, universe)) + new TradingCost(universe.Values(0.001, 0.002, 0.001));
        var mandate = new Mandate { Objective = objective, Limits = [new CashBand(0, 0.1), Limits.LongOnly, new RoundLots()], CostSettlement = CostSettlement.Outside };
        RebalanceResult result = new Rebalancer(mandate, universe, new RebalanceSettings { BreakTies = false, Discrete = new() { RelativeGap = 1e-7 } }).Rebalance(account);
        Assert.That(result.IsOptimal, result.Engine);
        double best = double.PositiveInfinity;
        for (int a = 0; a <= 20; a++)
            for (int b = 0; b <= 20 - a; b++)
                for (int c = 0; c <= 20 - a - b; c++)
                {
                    double[] w = [0.05 * a, 0.05 * b, 0.05 * c];
                    if (1 - w.Sum() is > -1e-9 and < 0.1 + 1e-9) best = Math.Min(best, objective.ValueAt(account, w));
                }
        Assert.That(objective.ValueAt(account, result.Weights), Is.EqualTo(best).Within(Tolerances.ReferenceCertificate * (1 + Math.Abs(best))), result.Engine);
    }

    private static double[] Returns(LawData data) => [.. Enumerable.Range(0, 36).SelectMany(s => data.Draw($"month {s}", -0.06, 0.08))];

    /// <summary>Five assets held in two lots each, all with gains.</summary>
    private sealed class Company
    {
        private const int Assets = 5;
        private const double Cap = 0.6, Turnover = 0.4, TailLimitSlack = 0.004, Rate = 0.2, LotWeight = 1e-4;

        private readonly ScenarioMeasure _measure;
        private readonly LawData _data;
        private readonly ScenarioSet _set;
        private readonly double[] _benchmark, _mu, _buy, _sell, _lotValue, _lotTax;
        private readonly double _tailBound;
        private readonly Universe _universe;

        public Company(ScenarioMeasure measure, int seed)
        {
            _measure = measure;
            _data = LawData.Of(seed, Assets);
            var random = new TestRandom(seed);
            _universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => new Asset($"A{i}") { Price = 100m, Sector = i < 2 ? "X" : "Y" })]);
            List<TaxLot> lots = [];
            for (int i = 0; i < Assets; i++)
                for (int l = 0; l < 2; l++) lots.Add(new TaxLot($"A{i}", 1000m, 60m + (10 * l) + (4 * i), Today.AddDays(-800 - l)));
            Account = Account.FromLots(_universe, lots, 0m, new AccountOptions { AsOf = Today });
            _lotValue = [.. lots.Select(_ => 1.0 / lots.Count)];
            _lotTax = [.. lots.Select(lot => Rate * (1 - ((double)lot.CostPerShare / 100)))];
            _set = ScenarioSet.Over(Returns(_data), Assets, 1 / 12.0, _universe);
            _benchmark = random.Simplex(Assets);
            (_mu, _buy, _sell) = (random.UniformVector(Assets, -0.02, 0.08), random.UniformVector(Assets, 0.0005, 0.002), random.UniformVector(Assets, 0.0005, 0.002));
            var tail = new ConditionalValueAtRisk(_set, 0.8);
            _tailBound = tail.ValueAt(Account, Account.Weights) + TailLimitSlack;
            Term = ScenarioMeasures.Term(measure, _set, _benchmark);
            Rest = 2.0 * new Variance(DenseRisk.FromRows([.. _data.Covariance.Cast<double>()], Assets, _universe)) + 1.0 * new ExpectedReturn(_universe.Values(_mu))
                + new TradingCost(_universe.Values(_buy), _universe.Values(_sell)) + new CapitalGainsTax(new FlatTax(Rate, Rate));
            Limits =
            [
                Rebalancing.Limits.FullyInvested, new WeightBounds(0, Cap), new GroupBounds(_universe.GroupBy("Sector", a => a.Sector), [0.3, 0.2], [0.6, 0.8]),
                new Turnover(TurnoverKind.TwoWay).AtMost(Turnover), tail.AtMost(_tailBound),
            ];
        }

        public Account Account { get; }

        public Term Term { get; }

        public Objective Rest { get; }

        private IReadOnlyList<Limit> Limits { get; }

        public RebalanceResult Solve(Objective objective, IReadOnlyList<Limit> more) =>
            new Rebalancer(new Mandate { Objective = objective, Limits = [.. Limits, .. more], CostSettlement = CostSettlement.Outside }, _universe, new RebalanceSettings { Certify = true }).Rebalance(Account);

        /// <summary>Columns: weights, purchases, sales from each lot, w_i - buys_i + sales from its lots = w0_i; and cash of at most one share, which is what fully invested means.</summary>
        public PlainProgram WriteOut(double inObjective, double? limit, double root)
        {
            var plain = new PlainProgram();
            int[] w = plain.Columns(Assets, 0, Cap), buys = plain.Columns(Assets, 0, double.PositiveInfinity), sales = [.. _lotValue.Select(value => plain.Column(0, value))];
            for (int i = 0; i < Assets; i++) plain.Row(Account.Weights[i], Account.Weights[i], [(w[i], 1), (buys[i], -1), (sales[2 * i], 1), (sales[(2 * i) + 1], 1)]);
            plain.Row(1, 1, w.Append(plain.Column(0, LotWeight)).Select(column => (column, 1.0)));
            plain.Row(0.3, 0.6, [(w[0], 1), (w[1], 1)]);
            plain.Row(0.2, 0.8, [(w[2], 1), (w[3], 1), (w[4], 1)]);
            plain.Row(double.NegativeInfinity, Turnover, buys.Concat(sales).Select(column => (column, 1.0)));
            double[] p = _set.Probabilities().ToArray();
            plain.Row(double.NegativeInfinity, _tailBound, plain.Tail(Enumerable.Range(0, _set.Count).Select(s => (w.Select((column, i) => (column, -_set[s, i])), 0.0)), p, 0.8));
            plain.Minimise(w.Select((column, i) => (column, -_mu[i])));
            plain.Minimise(buys.Select((column, i) => (column, _buy[i])));
            plain.Minimise(sales.Select((column, l) => (column, _sell[l / 2] + _lotTax[l])));
            for (int i = 0; i < Assets; i++)
                for (int j = 0; j < Assets; j++) plain.Quadratic(w[i], w[j], 4 * _data.Covariance[i, j]);
            bool isRoot = ScenarioMeasures.IsRoot(_measure);
            if (isRoot && double.IsPositiveInfinity(root)) return plain;
            List<(int Column, double Value)> value = ScenarioMeasures.WriteOut(_measure, plain, w, _set, _benchmark, root);
            if (inObjective > 0) plain.Minimise(value.Select(e => (e.Column, inObjective * e.Value)));
            else if (limit is { } bound) plain.Row(double.NegativeInfinity, bound, value);
            return plain;
        }
    }
}
