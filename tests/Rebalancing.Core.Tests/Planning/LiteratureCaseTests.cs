using System.Text.Json;

namespace Rebalancing.Core.Tests;

/// <summary>Mean-variance examples of papers and textbooks with their printed weights: efficient portfolios of a given return, risk tolerances with bounds, a largest volatility.</summary>
public class LiteratureCaseTests
{
    public static IEnumerable<TestCaseData> Cases => ReferenceCases.All.Where(c => c.Family == "mean-variance").Select(c => new TestCaseData(c).SetArgDisplayNames(c.Id));

    [TestCaseSource(nameof(Cases))]
    public void Rebalance_ThePrintedProblem_GivesThePrintedWeights(ReferenceCase reference)
    {
        JsonElement[] arguments = [.. reference.Problem.GetProperty("arguments").EnumerateArray()];
        double[] returns = Row(arguments[0]);
        int n = returns.Length;
        DenseRisk risk = DenseRisk.FromRows([.. arguments[1].EnumerateArray().SelectMany(Row)], n);
        var reward = new ExpectedReturn(returns);
        Objective objective = 0.5 * new Variance(risk);
        double[] lower = new double[n], upper = [.. Enumerable.Repeat(1.0, n)];
        List<Limit> limits = [new FullyInvested(0)];
        foreach (JsonProperty wish in arguments[2].GetProperty("constraints").EnumerateObject())
        {
            if (wish.Name == "return") limits.Add(new LinearLimit("Return", returns, wish.Value.GetDouble(), wish.Value.GetDouble()));
            else if (wish.Name == "riskTolerance") objective += wish.Value.GetDouble() * reward;
            else if (wish.Name == "minWeights") lower = Row(wish.Value);
            else if (wish.Name == "maxWeights") upper = Row(wish.Value);
            else
            {
                Assert.That(wish.Name, Is.EqualTo("maxVolatility"), "every word of the case is read");
                (objective, limits) = (reward, [.. limits, new Volatility(risk).AtMost(wish.Value.GetDouble())]);
            }
        }
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => $"A{i}")]);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = objective, Limits = [.. limits, new WeightBounds(lower, upper)] }, universe).Rebalance(Account.FromWeights(universe, new double[n], 1m));
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);
        double[] printed = Row(reference.Expected.GetProperty("weights"));
        double within = reference.Tolerance.TryGetProperty("weights_atol", out JsonElement given) ? Math.Max(given.GetDouble(), Tolerances.PeerNumber) : Tolerances.PeerNumber;
        Assert.That(result.Weights.ToArray(), Is.EqualTo(printed).Within(within));
    }

    private static double[] Row(JsonElement row) => [.. row.EnumerateArray().Select(x => x.GetDouble())];
}
