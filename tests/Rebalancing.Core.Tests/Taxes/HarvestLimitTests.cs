using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>A search over tax lots that is cut short, and what its result answers afterwards without searching again.</summary>
public class HarvestLimitTests
{
    [Test]
    public void Questions_OfASearch_AreAnsweredByThePlanThatWasFound([Range(1, 6)] int seed)
    {
        (Account account, Mandate mandate) = HarvestBook.Make(seed, TaxNetting.Exact);
        var reports = new Counter();
        var settings = new RebalanceSettings { Solver = new SolverSettings { Progress = reports } };
        RebalanceResult kept = new Rebalancer(mandate, account.Universe, settings).Rebalance(account);
        int search = reports.Count;
        string explained = kept.Explain().ToString() + kept.Certificate;
        Assert.That(search, Is.GreaterThan(0));
        Assert.That(reports.Count, Is.EqualTo(search), "nothing was solved again");

        // a result of a batch keeps nothing and searches once more
        RebalanceResult again = new Rebalancer(mandate, account.Universe).RebalanceAll([account]).Single();
        Assert.That(again.Explain().ToString() + again.Certificate, Is.EqualTo(explained), $"seed {seed}");
    }

    [Test]
    public void Rebalance_WithoutTime_EndsAsTimeLimit([Values] TaxNetting netting)
    {
        (Account account, Mandate mandate) = HarvestBook.Make(3, netting);
        var settings = new RebalanceSettings { Solver = new SolverSettings { TimeLimit = TimeSpan.Zero } };
        RebalanceResult result = new Rebalancer(mandate, account.Universe, settings).Rebalance(account);
        Assert.That((result.Status, result.Plan), Is.EqualTo((RebalanceStatus.TimeLimit, (Plan?)null)));
    }

    [Test]
    public void Rebalance_TimeIsUpInTheSearch_GivesThePlanFoundByThenAndWhatWasProved([Values] TaxNetting netting)
    {
        (Account account, Mandate mandate) = HarvestBook.Make(3, netting);
        var whole = new Counter();
        RebalanceResult best = new Rebalancer(mandate, account.Universe, new RebalanceSettings { LotSearchGap = 1e-9, Solver = new SolverSettings { Progress = whole } }).Rebalance(account);
        List<RebalanceStatus> statuses = [];
        foreach (int solve in new[] { 2, whole.Solves / 4, whole.Solves / 2 })
        {
            // the limit is long for these programs; the clock is made to pass it while the search is at work
            TimeSpan limit = TimeSpan.FromSeconds(1);
            var late = new Counter { At = solve, Then = () => Thread.Sleep(limit + TimeSpan.FromMilliseconds(50)) };
            var settings = new RebalanceSettings { LotSearchGap = 1e-9, Solver = new SolverSettings { TimeLimit = limit, Progress = late } };
            RebalanceResult result = new Rebalancer(mandate, account.Universe, settings).Rebalance(account);
            Assert.That(late.Solves, Is.GreaterThanOrEqualTo(solve), $"of {whole.Solves}");
            statuses.Add(result.Status);
            if (result.Status == RebalanceStatus.TimeLimit) continue;
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.OptimalWithinGap), $"at solve {solve}");
            Assert.That(result.Certificate.LowerBound, Is.LessThanOrEqualTo(best.Objective + Tolerances.Residual), "the bound is a bound");
            Assert.That(result.Objective, Is.GreaterThanOrEqualTo(best.Objective - Tolerances.SolverAgreement));
            Assert.That(result.Explain().Trades, Is.Not.Empty, "the plan that was found is the one explained");
        }

        Assert.That(statuses, Does.Contain(RebalanceStatus.OptimalWithinGap), "somewhere a plan had been found");
    }

    /// <summary>Counts iterations and solves; does something once, at the first iteration of one solve.</summary>
    private sealed class Counter : IProgress<IterationReport>
    {
        public int Count { get; private set; }

        public int Solves { get; private set; }

        public int At { get; init; }

        public Action Then { get; init; } = () => { };

        public void Report(IterationReport value)
        {
            Count++;
            if (value.Iteration != 0) return;
            if (++Solves == At) Then();
        }
    }
}
