using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>A limit on a tail that nobody can meet: proved by the scenario engine, and the memo says what the least is.</summary>
public class ScenarioOutOfReachTests
{
    private const int Assets = 6, Scenarios = 500;

    [Test]
    public void Rebalance_ATailLimitOutOfReach_IsInfeasibleAndSaysWhatWouldBeEnough([Range(1, 4)] int seed)
    {
        var random = new TestRandom(40 + seed);
        Universe universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")]);
        double[] returns = random.Vector(Scenarios * Assets, r => 0.03 * r.Normal()), mean = random.UniformVector(Assets, 0, 0.02);
        Account account = Account.FromWeights(universe, random.Simplex(Assets), 1_000_000m);
        var tail = new ConditionalValueAtRisk(ScenarioSet.Over(returns, Assets, 1 / 12.0, universe), 0.95);
        Limit[] limits = [Limits.FullyInvested, new WeightBounds(0, 0.4)];
        RebalanceResult least = Solved(new Mandate { Objective = 1.0 * tail, Limits = limits }, EngineKind.InteriorPoint);
        Limit limit = tail.AtMost(0.9 * least.Objective);
        RebalanceResult result = Solved(new Mandate { Objective = 1.0 * new ExpectedReturn(universe.Values(mean)), Limits = [.. limits, limit] }, EngineKind.Auto);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible), result.Engine);
        Assert.That(result.Engine, Does.StartWith(nameof(EngineKind.Scenarios)).And.Contain("cannot be met"));
        CollidingLimit collides = result.ConflictReport!.Sets[0].Limits.Single(one => one.Limit == limit.Name);
        Assert.That(collides.EnoughAlone, Is.EqualTo(least.Objective).Within(Tolerances.Weight), result.ConflictReport.ToString());

        RebalanceResult Solved(Mandate mandate, EngineKind engine) =>
            new Rebalancer(mandate, universe, new RebalanceSettings { BreakTies = false, Solver = new SolverSettings { Engine = engine } }).Rebalance(account);
    }
}
