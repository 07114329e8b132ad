namespace Rebalancing.Core.Tests.Planning;

/// <summary>Prices from both sides against closed forms and against solving with the limit moved.</summary>
[TestFixture]
internal sealed class ShadowPriceTests
{
    [TestCase(0.2, 1, 1, 0.2, 0.1)]
    [TestCase(0.3, 1, 0, 0.3, double.PositiveInfinity)]
    public void PriceOf_ABoundUnderAKink_IsTheKinksSlopeFromEachSide(double bound, double tightening, double loosening, double down, double up)
    {
        // |w - 0.3| under w <= bound: worth 1 a unit up to the kink, nothing beyond it
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate { Objective = new TargetDistance([0.3, 0.1], DistanceKind.Absolute), Limits = [Limits.LongOnly, new WeightBounds(universe.Values(0, 0), universe.Values(bound, 1)).WithPriority(1)] };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.1, 0.1], 1_000_000m));
        ShadowPrice price = result.PriceOf(mandate.Limits[1].Name);
        Assert.That(price.Tightening, Is.EqualTo(tightening).Within(1e-6), price.ToString());
        Assert.That(price.Loosening, Is.EqualTo(loosening).Within(1e-6), price.ToString());
        Assert.That(price.Down, Is.EqualTo(down).Within(1e-4), price.ToString());
        if (double.IsInfinity(up)) Assert.That(price.Loosening, Is.LessThan(1e-6));
        else Assert.That(price.Up, Is.EqualTo(up).Within(1e-4), price.ToString());
    }

    [Test]
    public void PriceOf_ALimitThatDoesNotBind_IsNothingAndSaysHowMuchRoomThereIs()
    {
        Universe universe = Universe.Of("A", "B");
        var mandate = new Mandate { Objective = new TargetDistance([0.3, 0.1]), Limits = [Limits.LongOnly, Limits.Turnover(0.5)] };
        ShadowPrice price = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.1, 0.1], 1_000_000m)).PriceOf("Turnover");
        Assert.That((price.Tightening, price.Loosening), Is.EqualTo((0.0, 0.0)));
        Assert.That(price.Down, Is.EqualTo(0.3).Within(1e-5), "20 % are bought, 50 % allowed");
        Assert.That(price.ToString(), Does.Contain("does not bind"));
    }

    [Test]
    public void PriceOf_Turnover_IsTheDerivativeFromBothSidesAndHoldsOverItsRange([Range(1, 8)] int seed)
    {
        const double Bound = 0.05, Step = 2e-4;
        var random = new TestRandom(seed);
        Universe universe = Universe.Of([.. Enumerable.Range(0, 9).Select(i => $"S{i}")]);
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromColumns(random.UniformVector(18, -0.2, 0.3), 2, 9), [1.0, 0.5], random.UniformVector(9, 0.01, 0.06));
        double[] held = [.. random.Simplex(9).Select(w => 0.97 * w)], returns = random.UniformVector(9, 0.0, 0.12);
        Account account = Account.FromWeights(universe, held, 1_000_000m);
        Mandate At(double bound) => new() { Objective = 3.0 * new Variance(risk) + new ExpectedReturn(returns), Limits = [new CashBand(0, 0.2), Limits.LongOnly, Limits.Turnover(bound)] };
        double ObjectiveAt(double bound) => new Rebalancer(At(bound), universe).Rebalance(account).Objective;

        ShadowPrice price = new Rebalancer(At(Bound), universe).Rebalance(account).PriceOf("Turnover");

        double here = ObjectiveAt(Bound);
        Assert.That(price.Loosening, Is.EqualTo((here - ObjectiveAt(Bound + Step)) / Step).Within(2e-5 + (0.01 * price.Loosening)), $"seed {seed}: {price}");
        Assert.That(price.Tightening, Is.EqualTo((ObjectiveAt(Bound - Step) - here) / Step).Within(2e-5 + (0.01 * price.Tightening)), $"seed {seed}: {price}");
        Assert.That(price.Tightening, Is.GreaterThanOrEqualTo(price.Loosening - 1e-6), $"seed {seed}: the objective is convex in a limit");
        // on one active set the objective is a quadratic of the bound: third differences vanish over the whole range
        double low = Bound - price.Down, width = price.Down + Math.Min(price.Up, 0.1);
        double[] points = [.. Enumerable.Range(0, 4).Select(k => ObjectiveAt(low + (width * (0.02 + (0.32 * k)))))];
        Assert.That(points[3] - (3 * points[2]) + (3 * points[1]) - points[0], Is.EqualTo(0).Within(1e-8), $"seed {seed}: {price}");
    }
}
