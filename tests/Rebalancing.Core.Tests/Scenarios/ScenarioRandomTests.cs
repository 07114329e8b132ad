using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>
/// Small mandates with a tail against the linear program written out row by row, u_s >= -r_s'(w - b) - a, and solved through the general front: ties, atoms, equal and unequal
/// probabilities, single scenarios, costs, one tail in the objective and one as a limit, over the same or other scenarios, absolute or against a benchmark. The weights of the scenarios
/// that the answer comes with must prove it without any solver.
/// </summary>
public class ScenarioRandomTests
{
    [Test]
    public void Rebalance_RandomSmallCases_GiveThePlainLinearProgram([Range(0, 299)] int seed, [Values(EngineKind.Auto, EngineKind.Scenarios)] EngineKind engine)
    {
        Case one = Case.Of(seed);
        RebalanceResult result = one.Solve(engine);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double[] w = result.Weights.ToArray();
        double value = one.Objective.ValueAt(one.Account, w), expected = one.WrittenOut();
        Assert.That(value, Is.EqualTo(expected).Within(Tolerances.SolverAgreement * (1 + Math.Abs(expected))), result.Engine);
        foreach (Tail tail in one.Tails)
            Assert.That(tail.Term.ValueAt(one.Account, w), Is.EqualTo(ScenarioSamples.Tail(tail.Losses(w), tail.Probabilities, tail.Confidence)).Within(Tolerances.Summation));
        if (one.Tails is [_, var limited]) Assert.That(limited.Term.ValueAt(one.Account, w), Is.LessThanOrEqualTo(one.Bound + Tolerances.Residual));
        AssertWeightsProve(one, result, value);
    }

    /// <summary>CVaR(v) >= CVaR(w) + g'(v - w) for every v, with g_i the contribution of asset i for each unit of its weight: what a subgradient is.</summary>
    [Test]
    public void ReportAt_ContributionsByUnit_AreASubgradientAlsoWhereLossesTie([Range(0, 99)] int seed)
    {
        Case one = Case.Of(seed);
        var random = new TestRandom(seed + 5000);
        foreach (Tail tail in one.Tails)
        {
            double[] w = random.Simplex(one.Start.Length), gradient = new double[w.Length];
            foreach (TailScenario scenario in tail.Term.ReportAt(w).Scenarios)
                for (int i = 0; i < w.Length; i++) gradient[i] -= scenario.Weight * tail.Set[scenario.Scenario, i];
            double at = tail.Term.ValueAt(one.Account, w);
            for (int trial = 0; trial < 20; trial++)
            {
                double[] v = random.Simplex(w.Length);
                Assert.That(tail.Term.ValueAt(one.Account, v), Is.GreaterThanOrEqualTo(at + gradient.Select((g, i) => g * (v[i] - w[i])).Sum() - Tolerances.Summation));
            }
        }
    }

    /// <summary>
    /// With the scenarios' weights q fixed, a tail is linear, and what is left separates by asset for every price nu of the budget:
    /// bound = nu + sum over j of min { (g_j - nu) w + c_j |w - w0_j| : w >= 0 }, best at a break. A limit adds its price times (tail - bound); the best price is searched for.
    /// </summary>
    private static void AssertWeightsProve(Case one, RebalanceResult result, double value)
    {
        IReadOnlyList<TailReport> reports = result.Tails();
        Assert.That(reports, Has.Count.EqualTo(one.Tails.Length));
        for (int k = 0; k < reports.Count; k++)
        {
            if (reports[k].PricedScenarios.Count == 0) continue;
            Assert.That(reports[k].PricedScenarios.Sum(s => s.Weight), Is.EqualTo(1).Within(Tolerances.Summation));
            foreach (TailScenario scenario in reports[k].PricedScenarios)
                Assert.That(scenario.Weight, Is.InRange(0, (one.Tails[k].Probabilities[scenario.Scenario] / (1 - one.Tails[k].Confidence)) + Tolerances.SolverAgreement));
        }
        Assert.That(reports[0].PricedScenarios, Is.Not.Empty);
        double low = 0, high = reports is [_, { PricedScenarios.Count: > 0 }] ? 100 : 0;
        for (int step = 0; step < 200 && high > 0; step++)
        {
            double a = low + ((high - low) / 3), b = high - ((high - low) / 3);
            (low, high) = one.BoundAt(reports, a) < one.BoundAt(reports, b) ? (a, high) : (low, b);
        }
        Assert.That(one.BoundAt(reports, low), Is.EqualTo(value).Within(Tolerances.SolverAgreement * (1 + Math.Abs(value))), result.Engine);
    }

    private sealed record Tail(ScenarioSet Set, double Confidence, double[] Benchmark)
    {
        public ConditionalValueAtRisk Term { get; } = new(Set, Confidence, Benchmark.Any(b => b != 0) ? AssetValues.Create(Benchmark) : null);

        public double[] Probabilities { get; } = Set.Probabilities().ToArray();

        public double[] Losses(double[] w) => [.. Enumerable.Range(0, Set.Count).Select(s => -Enumerable.Range(0, w.Length).Sum(i => Set[s, i] * (w[i] - Benchmark[i])))];
    }

    /// <summary>A tail, maybe a second one as a limit, expected returns and costs, fully invested and long only.</summary>
    private sealed record Case(double[] Start, double[] Mu, double[] Cost, Tail[] Tails)
    {
        public Account Account { get; private init; } = null!;

        public Objective Objective { get; private init; } = null!;

        /// <summary>Of the second tail; met by the start.</summary>
        public double Bound { get; private init; }

        public static Case Of(int seed)
        {
            var random = new TestRandom(seed);
            int n = random.Integer(2, 7);
            Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => $"A{i}")]);
            double[] none = new double[n], start = random.Simplex(n), cost = random.UniformVector(n, 0, seed % 5 == 0 ? 0 : 0.005), mu = random.UniformVector(n, -0.01, 0.02);
            var first = new Tail(Scenarios(random, seed, n), random.Uniform(0.3, 0.97), seed % 7 == 3 ? random.Simplex(n) : none);
            Tail? second = seed % 3 != 1 ? null : new Tail(seed % 2 == 0 ? first.Set : Scenarios(random, seed + 1, n), random.Uniform(0.5, 0.99), seed % 4 == 3 ? random.Simplex(n) : none);
            Account account = Account.FromWeights(universe, start, 1_000_000m);
            return new Case(start, mu, cost, second is null ? [first] : [first, second])
            {
                Account = account,
                Objective = first.Term + 1.0 * new ExpectedReturn(universe.Values(mu)) + new TradingCost(universe.Values(cost), universe.Values(cost)),
                Bound = second is null ? double.NaN : second.Term.ValueAt(account, start) + 1e-3,
            };
        }

        public RebalanceResult Solve(EngineKind engine)
        {
            List<Limit> limits = [Limits.FullyInvested, Limits.LongOnly];
            if (Tails is [_, var limited]) limits.Add(limited.Term.AtMost(Bound));
            var mandate = new Mandate { Objective = Objective, Limits = limits, CostSettlement = CostSettlement.Outside };
            return new Rebalancer(mandate, Account.Universe, new RebalanceSettings { Solver = new SolverSettings { Engine = engine } }).Rebalance(Account);
        }

        public double WrittenOut()
        {
            var plain = new PlainProgram();
            int[] w = plain.Columns(Start.Length, 0, double.PositiveInfinity);
            plain.Row(1, 1, w.Select(column => (column, 1.0)));
            plain.Minimise(w.Select((column, i) => (column, -Mu[i])));
            for (int i = 0; i < w.Length; i++)
                plain.Row(Start[i], Start[i], [(w[i], 1), (plain.Column(0, double.PositiveInfinity, Cost[i]), -1), (plain.Column(0, double.PositiveInfinity, Cost[i]), 1)]);
            foreach (Tail tail in Tails)
            {
                List<(int, double)> value = plain.Tail(Enumerable.Range(0, tail.Set.Count).Select(s => (w.Select((column, i) => (column, -tail.Set[s, i])), tail.Benchmark.Select((b, i) => b * tail.Set[s, i]).Sum())), tail.Probabilities, tail.Confidence);
                if (tail == Tails[0]) plain.Minimise(value);
                else plain.Row(double.NegativeInfinity, Bound, value);
            }
            return plain.Solve();
        }

        public double BoundAt(IReadOnlyList<TailReport> reports, double limitPrice)
        {
            double[] g = [.. Mu.Select(m => -m)];
            double constant = 0;
            for (int k = 0; k < Tails.Length; k++)
            {
                double count = k == 0 ? 1 : limitPrice;
                constant -= k == 0 ? 0 : count * Bound;
                foreach (TailScenario scenario in reports[k].PricedScenarios)
                    for (int i = 0; i < g.Length; i++)
                    {
                        double slope = count * scenario.Weight * Tails[k].Set[scenario.Scenario, i];
                        g[i] -= slope;
                        constant += slope * Tails[k].Benchmark[i];
                    }
            }
            double highest = g.Zip(Cost, (slope, c) => slope + c).Min(), best = double.NegativeInfinity;
            foreach (double nu in g.Zip(Cost, (slope, c) => slope - c).Append(highest).Where(nu => nu <= highest))
                best = Math.Max(best, nu + g.Select((slope, i) => slope - nu >= Cost[i] ? Cost[i] * Start[i] : (slope - nu) * Start[i]).Sum());
            return constant + best;
        }

        private static ScenarioSet Scenarios(TestRandom random, int seed, int n)
        {
            int count = seed % 10 == 0 ? 1 : random.Integer(2, 40);
            double[] returns = random.Vector(count * n, r => seed % 3 == 0 ? 0.01 * r.Integer(-4, 5) : 0.03 * r.Normal());
            if (seed % 4 == 1 && count > 2) returns.AsSpan(0, n).CopyTo(returns.AsSpan(n, n));
            return ScenarioSet.Over(returns, n, 1, probabilities: seed % 2 == 0 ? null : random.Simplex(count));
        }
    }
}
