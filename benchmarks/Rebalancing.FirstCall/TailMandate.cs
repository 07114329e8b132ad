using Rebalancing.Benchmarks.Compare;

namespace Rebalancing.FirstCall;

/// <summary>A p3 instance as its owner would write it: CVaR at 95 % less the expected return, spreads, caps, fully invested.</summary>
internal static class TailMandate
{
    private const decimal AccountValue = 100_000_000m;

    /// <summary>The mandate and the account with the instance's holdings.</summary>
    public static (Mandate Mandate, Account Account) Of(Instance instance)
    {
        int assets = instance.Extent("R", 1);
        Universe universe = Universe.Of(Enumerable.Range(0, assets).Select(i => new Asset($"A{i:00000}") { Price = 10m + (i * 7919 % 490) }));
        ScenarioSet scenarios = ScenarioSet.Over(instance.Doubles("R"), assets, periodYears: 1 / 12.0, universe);
        var mandate = new Mandate
        {
            Objective = new ConditionalValueAtRisk(scenarios, instance.Scalar("beta")) + instance.Scalar("lam") * new ExpectedReturn(universe.Values(instance.Doubles("mu"))) + new TradingCost(universe.Values(instance.Doubles("c"))),
            Limits = [Limits.FullyInvested, new WeightBounds(0, instance.Scalar("cap"))],
            CostSettlement = CostSettlement.Outside,
        };
        return (mandate, Account.FromWeights(universe, instance.Doubles("w0"), AccountValue));
    }
}
