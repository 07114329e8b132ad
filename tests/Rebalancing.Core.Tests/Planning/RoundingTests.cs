using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>Every hard limit holds at the order quantities: checked by the library without rounding, and here once more in decimals from the trades alone.</summary>
public class RoundingTests
{
    private const int Assets = 30, Factors = 3;

    private static readonly Universe Universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => new Asset($"A{i:00}") { Price = 8.37m + (7.13m * (i * 11 % 30)), LotSize = i % 7 == 3 ? 5m : 1m, Sector = $"S{i % 5}" }));

    /// <summary>Orders of magnitude from accounts in which a lot is a per cent to those in which it is a hundredth of a basis point.</summary>
    [Test]
    public void Rebalance_AThousandAccounts_AllHardLimitsHoldAfterRounding()
    {
        var random = new TestRandom(2026);
        (double worst, decimal worstHere, int rounds, int most) = (0, 0m, 0, 0);
        List<string> wrong = [];
        for (int number = 0; number < 1000; number++)
        {
            RoundingCase given = RoundingCase.Draw(Universe, Factors, random);
            RebalanceResult result = new Rebalancer(given.Mandate, Universe).Rebalance(given.Account);
            if (result.Plan is not { } plan)
            {
                wrong.Add($"account {number}: {result.Status}");
                continue;
            }

            decimal excess = given.WorstExcess(plan);
            (worst, worstHere, rounds, most) = (Math.Max(worst, plan.Rounding.WorstExcess), Math.Max(worstHere, excess), rounds + plan.Rounding.Rounds, Math.Max(most, plan.Rounding.Rounds));
            if (!plan.Rounding.AllHold || excess > 0m) wrong.Add(FormattableString.Invariant($"account {number} of {given.Account.Value:0}: {plan.Rounding}; here {excess:G3}"));
        }

        TestContext.Out.WriteLine(FormattableString.Invariant($"worst violation {worst:R} as checked by the library, {worstHere} as checked here; {rounds} accounts solved again in all, at most {most} times each"));
        Assert.That(wrong, Is.Empty);
        Assert.That((worst, worstHere), Is.EqualTo((0.0, 0m)));
    }

    [Test]
    public void Rebalance_WholeLotsAsARule_AllHardLimitsHold()
    {
        var random = new TestRandom(7);
        for (int number = 0; number < 12; number++)
        {
            RoundingCase given = RoundingCase.Draw(Universe, Factors, random);
            bool leastTrades = number % 2 == 1;
            Mandate mandate = given.Mandate with { Limits = [.. given.Mandate.Limits, new RoundLots(keepOddLots: true), .. leastTrades ? [new MinTrade(0.002)] : (Limit[])[]] };
            RebalanceResult result = new Rebalancer(mandate, Universe, new RebalanceSettings { Discrete = new DiscreteSettings { RootOnly = true } }).Rebalance(given.Account);
            if (result.Plan is not { } plan) continue;
            Assert.That(plan.Rounding.AllHold, $"account {number}: {plan.Rounding}");
            Assert.That(given.WorstExcess(plan), Is.Zero, $"account {number}");
            if (!leastTrades) Assert.That(plan.Rounding.CostBps, Is.GreaterThan(-0.001), $"account {number}: whole lots cost, they do not pay");
        }
    }

    /// <summary>An equality between two assets whose lots have no common multiple that small: no whole lots keep it, and the plan says so.</summary>
    [Test]
    public void Rebalance_NoWholeLotsKeepALimit_SaysByHowMuch()
    {
        Universe two = Universe.Of([new Asset("A") { Price = 97m }, new Asset("B") { Price = 89m }]);
        Account account = Account.FromShares(two, new Dictionary<string, decimal> { ["A"] = 3, ["B"] = 3 }, 1000m);
        var mandate = new Mandate { Objective = new Concentration(), Limits = [new CashBand(0, 1), new LinearLimit("difference", two.Values([1.0, -1.0]), 0.1, 0.1)] };
        Plan plan = new Rebalancer(mandate, two).Rebalance(account).GetPlanOrThrow();
        Assert.That(plan.Rounding.AllHold, Is.False);
        LimitCheck broken = plan.Rounding.Limits.Single(limit => !limit.Holds);
        Assert.That(broken.Limit, Does.Contain("difference"));
        Assert.That(broken.Excess, Is.InRange(1e-6, 0.1));
        Assert.That(plan.Rounding.ToString(), Does.Contain("do not hold in whole lots"));
    }

    [Test]
    public void Rounding_OfAPlanInLots_CostsWhatTheObjectiveRises()
    {
        RoundingCase given = RoundingCase.Draw(Universe, Factors, new TestRandom(3));
        RebalanceResult result = new Rebalancer(given.Mandate, Universe).Rebalance(given.Account);
        Plan plan = result.GetPlanOrThrow();
        Assert.That(plan.Rounding.CostBps, Is.EqualTo(10000 * (plan.Total.Plan.Value - result.Objective)).Within(1e-6));
        Assert.That(plan.Rounding.CostBps, Is.InRange(-1e-4, 5));
    }

    /// <summary>A turnover of 2 % of 10 million is 2,000 shares at 100, not one less: decimals see that the limit is met exactly.</summary>
    [Test]
    public void Rebalance_TurnoverMetExactlyByWholeLots_IsUsedUp([Values] TurnoverKind kind)
    {
        Universe three = Universe.Of([.. new[] { "A", "B", "C" }.Select(symbol => new Asset(symbol) { Price = 100m })]);
        Account account = Account.FromShares(three, new Dictionary<string, decimal> { ["A"] = 60_000, ["B"] = 30_000, ["C"] = 10_000 }, cash: 0m);
        double bound = kind == TurnoverKind.OneWay ? 0.02 : 0.04;
        var mandate = new Mandate { Objective = new TargetDistance([0.2, 0.4, 0.4]), Limits = [new CashBand(0, 0), Limits.LongOnly, new Turnover(kind).AtMost(bound)], CostSettlement = CostSettlement.Outside };
        Plan plan = new Rebalancer(mandate, three).Rebalance(account).GetPlanOrThrow();
        Assert.That(plan.Trades.Where(trade => trade.Side == TradeSide.Sell).Sum(trade => trade.Shares), Is.EqualTo(2000m));
        Assert.That(plan.Trades.Where(trade => trade.Side == TradeSide.Buy).Sum(trade => trade.Shares), Is.EqualTo(2000m));
        Assert.That((plan.Rounding.AllHold, plan.Rounding.Rounds), Is.EqualTo((true, 0)));
    }
}
