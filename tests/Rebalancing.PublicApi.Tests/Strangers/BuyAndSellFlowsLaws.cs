namespace Rebalancing.PublicApi.Tests;

/// <summary>A term with private flows and no rule for them: evaluation solves for them.</summary>
public class BuyAndSellFlowsLaws : TermLaws
{
    protected override Term Create(LawData data) => new BuyAndSellFlows(data.Draw("cost", 0.0005, 0.004));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => z.Zip(data.Draw("cost", 0.0005, 0.004), (x, cost) => cost * Math.Abs(x)).Sum();

    protected override double Tolerance => Tolerances.Residual;
}
