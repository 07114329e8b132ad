namespace Rebalancing.PublicApi.Tests;

/// <summary>The laws hold for a term that this library has never seen, with public members only.</summary>
public class CarbonCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new CarbonCost(data.Draw("tons", 0, 300), 0.0001);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        w.Zip(data.Draw("tons", 0, 300), (x, tons) => 0.0001 * tons * Math.Max(0, x)).Sum();

    [Test]
    public void CarbonCost_AsACostAndAsALimit_MovesThePlan()
    {
        LawData data = LawData.Of(2, 11);
        var carbon = new CarbonCost(data.Draw("tons", 0, 300), 0.0001);
        Mandate With(Objective objective, params Limit[] limits) => new() { Objective = objective, Limits = [Limits.FullyInvested, Limits.LongOnly, .. limits] };
        Objective risk = 5.0 * new Variance(data.Factor);
        double Carbon(Mandate mandate) => carbon.ValueAt(data.Account, new Rebalancer(mandate, data.Universe).Rebalance(data.Account).Weights);
        double without = Carbon(With(risk)), priced = Carbon(With(risk + 10.0 * carbon)), capped = Carbon(With(risk, carbon.AtMost(0.5 * without)));
        Assert.That(priced, Is.LessThan(without));
        Assert.That(capped, Is.EqualTo(0.5 * without).Within(1e-7));
    }
}
