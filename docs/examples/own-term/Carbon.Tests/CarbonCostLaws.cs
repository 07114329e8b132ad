using NUnit.Framework;
using Rebalancing;
using Rebalancing.Testing;

[TestFixture]
public class CarbonCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new CarbonCost(data.Universe.Values(data.Draw("tons", 0, 0.0003)), 100);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        w.Zip(data.Draw("tons", 0, 0.0003), (x, tons) => 100 * tons * Math.Max(0, x)).Sum();
}
