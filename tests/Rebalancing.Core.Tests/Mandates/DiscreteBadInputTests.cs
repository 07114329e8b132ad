using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>Discrete rules that cannot be meant are named before anything is solved.</summary>
public class DiscreteBadInputTests
{
    private static readonly Universe Three = Universe.Of([new Asset("A") { Price = 10m, LotSize = 10m }, new Asset("B") { Price = 20m }, new Asset("C")]);

    [TestCase(0)]
    [TestCase(-3)]
    public void MaxNames_LessThanOne_IsRefused(int most)
    {
        Assert.That(() => new MaxNames(most), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"largest number of positions is {most}; it must be at least 1"));
        Assert.That(() => new MaxTrades(most), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 1"));
        Assert.That(() => new MinNames(most, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 1"));
    }

    [Test]
    public void MaxNames_MoreThanThereAre_IsNamed()
    {
        Assert.That(Problems(new MaxNames(4)), Has.Some.Contain("it names 4 assets, but the universe has 3"));
        Assert.That(() => new MaxNames(3, "A", "B"), Throws.ArgumentException.With.Message.Contains("is 3 of 2 symbols"));
        Assert.That(Problems(new MaxTrades(1, "A", "X")), Has.Some.Contain("'X', which is not in the universe"));
    }

    [Test]
    public void MinHolding_AboveTheCap_IsNamed() =>
        Assert.That(Problems(new MinHolding(0.3), new WeightBounds(0, 0.2)), Has.Some.Contain("'A' is zero or at least 30 %").And.Some.Contain("it could not be held at all"));

    [TestCase(0.0)]
    [TestCase(-0.1)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void Sizes_OutsideZeroToOne_AreRefused(double size)
    {
        Assert.That(() => new MinHolding(size), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("least position"));
        Assert.That(() => new MinTrade(size), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("least trade"));
        Assert.That(() => new MinNames(2, size), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new UcitsFiveTenForty(cap: size), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MinNames_ThatDoNotFit_AreRefused() => Assert.That(() => new MinNames(20, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at most 1"));

    [TestCase(0)]
    [TestCase(-10)]
    public void LotSize_ZeroOrNegative_IsRefused(int lot)
    {
        Assert.That(() => Universe.Of([new Asset("A") { Price = 10m, LotSize = lot }]), Throws.ArgumentException.With.Message.Contains("lot sizes are shares and must be > 0"));
        var builder = new ProgramBuilder();
        Block x = builder.Variables(1, "x");
        if (lot < 0) Assert.That(() => builder.Multiples(x, [lot]), Throws.ArgumentException.With.Message.Contains("the step"));
    }

    [Test]
    public void RoundLots_LotLargerThanThePosition_IsNamed()
    {
        Universe universe = Universe.Of([new Asset("A") { Price = 10m, LotSize = 10m }, new Asset("B") { Price = 20m }]);
        Account account = Account.FromWeights(universe, [0.003, 0.9], 10_000m);
        var mandate = new Mandate { Objective = new Concentration(), Limits = [new RoundLots()] };
        Assert.That(() => new Rebalancer(mandate, universe).Rebalance(account), Throws.InstanceOf<MandateException>().With.Message.Contains("the position in 'A' is 0.3 of a lot"));
        Assert.That(new Rebalancer(mandate with { Limits = [new RoundLots(keepOddLots: true)] }, universe).Rebalance(account).IsOptimal);
    }

    [Test]
    public void RoundLots_WithoutAPrice_IsNamed()
    {
        var mandate = new Mandate { Objective = new Concentration(), Limits = [new RoundLots()] };
        Assert.That(() => new Rebalancer(mandate, Three).Rebalance(Account.FromWeights(Three, [0.3, 0.3, 0.3], 10_000m)), Throws.InstanceOf<MandateException>().With.Message.Contains("'C' has no price"));
    }

    [Test]
    public void EitherOr_RangeUpsideDown_IsRefused()
    {
        Assert.That(() => new EitherOr((0.2, 0.1), (0.3, 0.4), "A"), Throws.ArgumentException.With.Message.Contains("lower end of the first range 0.2 is above upper end of the first range 0.1"));
        Assert.That(() => new EitherOr((0, 0.1), (0.4, 0.3), "A"), Throws.ArgumentException.With.Message.Contains("second range"));
    }

    [Test]
    public void EitherOr_BothOutOfReach_IsProvedInfeasible()
    {
        Account account = Account.FromWeights(Three, [0.3, 0.3, 0.3], 10_000m);
        var mandate = new Mandate { Objective = new Concentration(), Limits = [new EitherOr((0.5, 0.6), (0.7, 0.8), "A"), new WeightBounds(0, 0.4)] };
        RebalanceResult result = new Rebalancer(mandate, Three).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible));
        Assert.That(result.Plan, Is.Null);
    }

    [Test]
    public void UcitsFiveTenForty_ThresholdAboveTheCap_IsRefused() => Assert.That(() => new UcitsFiveTenForty(0.1, 0.2), Throws.ArgumentException.With.Message.Contains("no position could be above it"));

    [Test]
    public void TicketCost_NotPositive_IsRefused() => Assert.That(() => new TicketCost(0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("ticket is 0"));

    private static IReadOnlyList<string> Problems(params Limit[] limits) => MandateValidator.FindProblems(new Mandate { Objective = new Concentration(), Limits = limits }, Three);
}
