namespace Rebalancing.Core.Tests.Planning;

/// <summary>
/// What a soft limit is worth: nothing inside its bound, its own price beyond it, and at the bound what the same limit is worth when it is hard, as long as that is less than its price.
/// </summary>
[TestFixture]
internal sealed class SoftLimitPriceTests
{
    private const double Near = 1e-6;

    private static readonly LawData Data = LawData.Of(21, 12);

    private static readonly Dictionary<string, (Func<double, Limit> Make, double Tight, double Loose)> Kinds = new()
    {
        ["one-way turnover"] = (bound => Limits.Turnover(bound), 0.05, 2),
        ["two-way turnover"] = (bound => new Turnover(TurnoverKind.TwoWay).AtMost(bound), 0.10, 3),
        ["volatility"] = (bound => new Volatility(Data.Factor).AtMost(bound), Free.After(w => 0.97 * Data.Factor.Volatility(w)), 10),
        ["weight"] = (bound => new WeightBounds(-1, bound), Free.After(w => 0.9 * w.Max()), 2),
        ["linear"] = (bound => new LinearLimit("Beta", Data.Universe.Values(Data.Draw("beta", 0.5, 1.5)), double.NegativeInfinity, bound), Free.After(w => 0.95 * w.Zip(Data.Draw("beta", 0.5, 1.5), (x, b) => x * b).Sum()), 50),
        ["cash"] = (bound => new CashBand(-2, bound), Free.After(w => 1 - w.Sum() - 0.05), 5),
    };

    public static IEnumerable<string> Names => ["one-way turnover", "two-way turnover", "volatility", "weight", "linear", "cash"];

    [TestCaseSource(nameof(Names))]
    public void Explain_ASoftLimitInsideItsBound_DoesNotListIt(string kind)
    {
        (Func<double, Limit> make, _, double loose) = Kinds[kind];
        Limit soft = make(loose).Soften(0.01);
        RebalanceResult result = Free.Solve(soft);
        Assert.That(PriceIn(result, soft), Is.Zero, result.Explain().ToString());
        ShadowPrice price = result.PriceOf(soft.Name);
        Assert.That((price.Tightening, price.Loosening), Is.EqualTo((0.0, 0.0)), price.ToString());
    }

    [TestCaseSource(nameof(Names))]
    public void Explain_ASoftLimitThatHolds_HasThePriceOfTheHardOne(string kind)
    {
        (Func<double, Limit> make, double tight, _) = Kinds[kind];
        double hard = PriceIn(Free.Solve(make(tight)), make(tight));
        Assert.That(hard, Is.GreaterThan(100 * Near), "the case is made to bind");
        Limit soft = make(tight).Soften(2 * hard);
        Assert.That(PriceIn(Free.Solve(soft), soft), Is.EqualTo(hard).Within(Near + (1e-3 * hard)), kind);
    }

    [TestCaseSource(nameof(Names))]
    public void Explain_ASoftLimitThatGivesWay_HasItsOwnPrice(string kind)
    {
        (Func<double, Limit> make, double tight, _) = Kinds[kind];
        double hard = PriceIn(Free.Solve(make(tight)), make(tight));
        Limit soft = make(tight).Soften(0.5 * hard);
        RebalanceResult result = Free.Solve(soft);
        Assert.That(result.GetPlanOrThrow().Limits[^1].Plan, Is.GreaterThan(1e-4), "it gives way");
        Assert.That(PriceIn(result, soft), Is.EqualTo(0.5 * hard).Within(Near), result.Explain().ToString());
        ShadowPrice price = result.PriceOf(soft.Name);
        Assert.That(price.Tightening, Is.EqualTo(0.5 * hard).Within(2 * Near), price.ToString());
    }

    private static double PriceIn(RebalanceResult result, Limit limit)
    {
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), limit.Name);
        return result.Explain().Prices.Where(price => price.Limit == limit.Name).Select(price => price.Price).DefaultIfEmpty(0).Max();
    }

    /// <summary>The mandate without the limit in question.</summary>
    private static class Free
    {
        public static RebalanceResult Solve(params Limit[] more)
        {
            var mandate = new Mandate
            {
                Objective = 3.0 * new Variance(Data.Factor) + new ExpectedReturn(Data.Universe.Values(Data.Draw("return", 0.02, 0.12))) + new TradingCost(Data.Universe.Values(Data.Draw("cost", 0.0005, 0.003))),
                Limits = [new CashBand(-2, 5), .. more],
            };
            return new Rebalancer(mandate, Data.Universe).Rebalance(Data.Account);
        }

        public static double After(Func<double[], double> figure) => figure(Solve().Weights.ToArray());
    }
}
