namespace Rebalancing.PublicApi.Tests;

/// <summary>A term with private flows and no rule for them: evaluation solves for them.</summary>
public class BuyAndSellFlowsLaws : TermLaws
{
    protected override Term Create(LawData data) => new BuyAndSellFlows(data.Draw("cost", 0.0005, 0.004));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => z.Zip(data.Draw("cost", 0.0005, 0.004), (x, cost) => cost * Math.Abs(x)).Sum();

    [Test]
    public void Plan_WithPrivateFlows_IsThePlanWithKinksAndKnowsItsCost()
    {
        LawData data = LawData.Of(5, 11);
        double[] cost = data.Draw("cost", 0.0005, 0.004);
        Mandate With(Term trading) => new() { Objective = 4.0 * new Variance(data.Factor) + trading, Limits = [new FullyInvested(0), Limits.LongOnly], CostSettlement = CostSettlement.Outside };
        Plan flows = new Rebalancer(With(new BuyAndSellFlows(cost)), data.Universe).Rebalance(data.Account).GetPlanOrThrow();
        Plan kinks = new Rebalancer(With(new TradingCost(cost)), data.Universe).Rebalance(data.Account).GetPlanOrThrow();
        Assert.That(flows.Costs[1].Plan.Value, Is.EqualTo(kinks.Costs[1].Plan.Value).Within(Tolerances.Weight));
        Assert.That(flows.Total.Plan.Value, Is.EqualTo(kinks.Total.Plan.Value).Within(Tolerances.Residual));
    }

    protected override double Tolerance => Tolerances.Residual;
}
