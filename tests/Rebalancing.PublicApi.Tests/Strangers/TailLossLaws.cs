namespace Rebalancing.PublicApi.Tests;

/// <summary>A term with a private variable whose best value follows from a rule.</summary>
public class TailLossLaws : TermLaws
{
    private const int Scenarios = 20;

    protected override Term Create(LawData data) => new TailLoss(DenseMap.FromRows([.. Enumerable.Range(0, Scenarios).SelectMany(s => data.Draw($"loss {s}", -0.1, 0.1))], Scenarios, data.Count));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        Enumerable.Range(0, Scenarios).Select(s => data.Draw($"loss {s}", -0.1, 0.1).Zip(w, (loss, x) => loss * x).Sum()).OrderDescending().Take(Scenarios / 5).Average();
}
