namespace Rebalancing.Core.Tests;

/// <summary>Limits that collide are named, and give way by as little as possible in all.</summary>
public class ConflictTests
{
    private static readonly Universe Universe = Universe.Of("A", "B", "C");

    private static readonly Account Start = Account.FromWeights(Universe, [0.35, 0.35, 0.30], 1_000_000m);

    private static Mandate With(params Limit[] limits) => new()
    {
        Objective = new TargetDistance([0.3, 0.3, 0.4]) + new TradingCost([0.001, 0.001, 0.001]),
        Limits = [new CashBand(0, 0.001), Limits.LongOnly, .. limits],
    };

    [Test]
    public void Rebalance_ASaleThatExceedsTurnover_NamesTheTwo()
    {
        RebalanceResult result = new Rebalancer(With(new DoNotHold("A"), Limits.Turnover(0.10)), Universe).Rebalance(Start);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible));
        string[] named = [.. result.Conflicts.Select(c => c.Limit)];
        Assert.That(named, Is.SubsetOf(new[] { "DoNotHold[A]", "Turnover <= 10 %" }).And.Not.Empty);
        // turnover 35 % is enough, or keeping 25 % of A, or any mixture of the two: a quarter in all
        Assert.That(result.Conflicts.Sum(c => c.Excess), Is.EqualTo(0.25).Within(0.001));
        Assert.That(() => result.GetPlanOrThrow(), Throws.InvalidOperationException.With.Message.Contains("Infeasible").And.Message.Contains("would have to give by"));
        Assert.That(result.ToString(), Does.StartWith("Infeasible. "));
    }

    /// <summary>Every limit on the holdings of many assets is priced at once: only the words on trades hold them. The sets are checked by solving with their limits alone.</summary>
    [Test]
    public void ConflictReport_FortyLimitsOnManyAssets_EverySetIsIrreducible()
    {
        const int n = 200;
        var random = new TestRandom(40);
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => new Asset($"A{i:000}") { Sector = $"G{i % 20}" })]);
        double[] held = random.Simplex(n);
        Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
        List<Limit> limits = [Limits.FullyInvested, Limits.LongOnly, Limits.MaxWeight(0.10), Limits.Turnover(0.05), GroupBounds.Within(sectors, universe.Values(held), 0.03)];
        for (int g = 0; limits.Count < 39; g++) limits.Add(new LinearLimit($"Slice {g}", universe.Values([.. Enumerable.Range(0, n).Select(i => i % 35 == g ? 1.0 : 0.0)]), double.NegativeInfinity, 0.10));
        // groups of their own, so that the collision is not seen before a solve
        limits.Add(GroupBounds.AtMost(universe.GroupBy("Sector", asset => asset.Sector), new Dictionary<string, double> { ["G0"] = 0.01, ["G1"] = 0.01, ["G2"] = 0.01 }).WithPriority(200));
        Account account = Account.FromWeights(universe, held, 100_000_000m);
        RebalanceStatus Status(IEnumerable<Limit> some) => new Rebalancer(new Mandate { Objective = new TargetDistance(universe.Values(held)), Limits = [.. some], CostSettlement = CostSettlement.Outside }, universe).Rebalance(account).Status;
        var mandate = new Mandate { Objective = new TargetDistance(universe.Values(held)) + new TradingCost(universe.Values(random.UniformVector(n, 0.0003, 0.002))), Limits = limits };

        ConflictReport report = new Rebalancer(mandate, universe).Rebalance(account).ConflictReport!;

        Assert.That(report.Sets, Is.Not.Empty);
        foreach (ConflictSet set in report.Sets)
        {
            Limit[] members = [.. set.Limits.Select(limit => limits.Single(l => l.Name == limit.Limit))];
            Assert.That(Status(members), Is.EqualTo(RebalanceStatus.Infeasible), $"{set}");
            foreach (Limit left in members) Assert.That(Status(members.Except([left])), Is.EqualTo(RebalanceStatus.Optimal), $"{set} without {left.Name}");
        }
    }

    [Test]
    public void Rebalance_AVolatilityThatNothingReaches_NamesIt()
    {
        DenseRisk risk = DenseRisk.FromRows([0.04, 0, 0, 0, 0.04, 0, 0, 0, 0.04], 3);
        RebalanceResult result = new Rebalancer(With(new Volatility(risk).AtMost(0.1)), Universe).Rebalance(Start);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible));
        // thirds have 0.2 / sqrt 3 = 0.1155; a unit of volatility costs as much as a unit of cash, which is the cheaper of the two up to a point
        Assert.That(result.Conflicts.Sum(c => c.Excess), Is.InRange(0.01, 0.0156));
    }

    [Test]
    public void Rebalance_WithoutCollision_NamesNothing()
    {
        RebalanceResult result = new Rebalancer(With(Limits.Turnover(0.10)), Universe).Rebalance(Start);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal));
        Assert.That(result.Conflicts, Is.Empty);
    }

    [Test]
    public void Rebalance_Cancelled_SaysSo()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        RebalanceResult result = new Rebalancer(With(), Universe).Rebalance(Start, source.Token);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Cancelled));
        Assert.That(result.Plan, Is.Null);
        Assert.That(new Rebalancer(With(), Universe).RebalanceAll([Start, Start], cancellation: source.Token).Select(r => r.Status), Is.All.EqualTo(RebalanceStatus.Cancelled));
    }

    [Test]
    public void Rebalance_WithoutCurvatureOrBounds_IsUnbounded()
    {
        var mandate = new Mandate { Objective = new ExpectedReturn([0.05, 0.06, 0.07]), Limits = [new FullyInvested(0)] };
        Assert.That(new Rebalancer(mandate, Universe).Rebalance(Start).Status, Is.EqualTo(RebalanceStatus.Unbounded));
    }
}
