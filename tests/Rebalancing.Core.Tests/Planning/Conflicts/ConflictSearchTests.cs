
namespace Rebalancing.Core.Tests.Planning;

/// <summary>
/// Contradictory mandates against linear programs written out directly: the relaxation is the cheapest, it makes room, and the sets that collide cannot be made smaller.
/// </summary>
[TestFixture]
internal sealed class ConflictSearchTests
{
    /// <summary>Priced violations of two solvers that each stop at 1e-8 of sums of some units.</summary>
    private const double Near = 2e-6;

    /// <summary>A class may use 1e-8 more than its need, so that the next question has an inside (1e-7 where a solver finds none at 1e-8); a less important class gains that times the exchange rate between the two.</summary>
    private const double ClassRoom = 1e-5;

    /// <summary>A mandate counts as contradictory from here on; below it random draws are too near the boundary to be judged.</summary>
    private const double Margin = 1e-3;

    [Test]
    public void ConflictReport_RandomContradictoryMandates_IsCheapestAndIrreducible([Range(1, 60)] int seed) => Check(seed, priorities: false);

    [Test]
    public void ConflictReport_RandomPriorities_LowestGivesWayFirst([Range(1, 60)] int seed) => Check(seed + 100_000, priorities: true);

    [Test, Category("Long")]
    public void ConflictReport_ManyContradictoryMandates_IsCheapestAndIrreducible([Values(false, true)] bool priorities)
    {
        int contradictory = 0;
        for (int seed = 1; contradictory < 500; seed++) contradictory += Check(1_000_000 + seed, priorities) ? 1 : 0;
        Assert.That(contradictory, Is.EqualTo(500));
    }

    private static bool Check(int seed, bool priorities)
    {
        (Universe universe, double[] held, List<PlainLimit> plain) = RandomLimits.Draw(seed, priorities);
        // without a word on cash it must not be negative, and that does not give way
        bool cashIsFree = plain.Any(p => p.Limit.Name.StartsWith("cash", StringComparison.OrdinalIgnoreCase));
        PlainLimit[] settled = cashIsFree ? [] : [new PlainLimit(new CashBand(0), 1, false, [([.. new double[held.Length], 1], 0, double.PositiveInfinity)])];
        bool Hard(PlainLimit p) => settled.Contains(p);

        var mandate = new Mandate { Objective = new TargetDistance(held), Limits = [.. plain.Select(p => p.Limit)] };
        if (MandateValidator.FindProblems(mandate, universe).Count > 0) return false;
        double violation = PlainElastic.Violation(held, [.. plain, .. settled], Hard);
        Assert.That(violation, Is.Not.NaN, $"seed {seed}: the direct program");
        Account account = Account.FromWeights(universe, held, 1_000_000m);
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        if (violation < 1e-7) Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"seed {seed}");
        if (violation < Margin) return false;

        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible), $"seed {seed}: violation {violation}");
        Assert.That(result.ConflictReport, Is.Not.Null, $"seed {seed}");
        ConflictReport report = result.ConflictReport!;
        Assert.That(report.Sets, Is.Not.Empty, $"seed {seed}");
        IsCheapest(seed, held, [.. plain, .. settled], Hard, report);
        foreach (ConflictSet set in report.Sets) IsIrreducible(seed, held, plain, settled, set);
        MakesRoom(seed, mandate, universe, account, report);
        return true;
    }

    /// <summary>Class by class, most important first: each needs as little as it can without the less important ones.</summary>
    private static void IsCheapest(int seed, double[] held, PlainLimit[] all, Func<PlainLimit, bool> isSettled, ConflictReport report)
    {
        var found = report.Relaxation.GroupBy(c => c.Priority).ToDictionary(g => g.Key, g => g.Sum(c => c.Excess * all.First(p => p.Limit.Name == c.Limit).Price));
        List<(Func<PlainLimit, bool> Group, double Need)> needs = [];
        foreach (int priority in all.Where(p => !isSettled(p)).Select(p => p.Limit.Priority).Distinct().OrderDescending())
        {
            PlainLimit[] present = [.. all.Where(p => isSettled(p) || p.Limit.Priority >= priority)];
            double least = PlainElastic.Violation(held, present, isSettled, needs, p => p.Limit.Priority == priority);
            Assert.That(found.GetValueOrDefault(priority), Is.EqualTo(least).Within(ClassRoom * (1 + least)), $"seed {seed}, priority {priority}:\n{report}");
            needs.Add((p => p.Limit.Priority == priority && !isSettled(p), least + 1e-9));
        }
    }

    private static void IsIrreducible(int seed, double[] held, List<PlainLimit> plain, PlainLimit[] settled, ConflictSet set)
    {
        PlainLimit[] members = [.. set.Limits.Select(limit => plain.Single(p => p.Limit.Name == limit.Limit))];
        bool Hard(PlainLimit p) => settled.Contains(p);
        Assert.That(PlainElastic.Violation(held, [.. members, .. settled], Hard), Is.GreaterThan(Near / 4), $"seed {seed}: {set} can hold");
        foreach (PlainLimit left in members)
            Assert.That(PlainElastic.Violation(held, [.. members.Except([left]), .. settled], Hard), Is.LessThan(Near), $"seed {seed}: {set} collides without {left.Limit.Name} too");
    }

    private static void MakesRoom(int seed, Mandate mandate, Universe universe, Account account, ConflictReport report)
    {
        var settings = new RebalanceSettings { WhenInfeasible = InfeasiblePolicy.RelaxByPriority };
        RebalanceResult result = new Rebalancer(mandate, universe, settings).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Relaxed), $"seed {seed}: {result.Engine}\n{report}");
        Assert.That(result.Conflicts.Select(c => c.Limit), Is.EqualTo(report.Relaxation.Select(c => c.Limit)), $"seed {seed}");
        foreach (Limit limit in mandate.Limits)
        {
            double allowed = result.Conflicts.Where(c => c.Limit == limit.Name).Select(c => c.Excess).DefaultIfEmpty(0).Max();
            Assert.That(limit.ExcessAt(account, result.Weights), Is.LessThan((allowed * (1 + 2e-5)) + 1e-5), $"seed {seed}: {limit.Name}\n{report}");
        }
    }
}
