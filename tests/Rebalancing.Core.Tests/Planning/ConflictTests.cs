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
