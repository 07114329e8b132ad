#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
using Rebalancing;

// The same scenarios seen twice: through their covariance, and through their worst 5 %. Two stress events are in them.
Universe universe = Universe.Of("Equity", "Credit", "Treasuries", "Gold", "Carry");
AssetValues mean = universe.Values(0.0060, 0.0045, 0.0020, 0.0025, 0.0060);
double[] volatility = [0.045, 0.022, 0.015, 0.045, 0.022], covariance = new double[25];
double[,] correlation = { { 1, 0.7, -0.2, 0.1, 0.5 }, { 0.7, 1, 0.1, 0.1, 0.6 }, { -0.2, 0.1, 1, 0.3, 0 }, { 0.1, 0.1, 0.3, 1, 0 }, { 0.5, 0.6, 0, 0, 1 } };
for (int i = 0; i < 25; i++) covariance[i] = volatility[i / 5] * volatility[i % 5] * correlation[i / 5, i % 5];
ScenarioSet months = ScenarioGenerator.StudentT(mean, covariance, degreesOfFreedom: 4, scenarios: 5000, periodYears: 1 / 12.0, seed: 7).WithStress(
    new StressScenario("Credit crunch", [-0.17, -0.14, 0.04, -0.05, -0.25], 0.004),
    new StressScenario("Unwinding", [-0.06, -0.04, 0.01, 0.00, -0.22], 0.006));

var tail = new ConditionalValueAtRisk(months, 0.95);
var deviation = new double[months.Count * 5];
for (int s = 0; s < months.Count; s++)
    for (int i = 0; i < 5; i++) deviation[(s * 5) + i] = months[s, i] - months.Means[i];
double[] sample = new double[25];
for (int i = 0; i < 25; i++)
    for (int s = 0; s < months.Count; s++) sample[i] += months.Probabilities()[s] * deviation[(s * 5) + (i / 5)] * deviation[(s * 5) + (i % 5)];
DenseRisk risk = DenseRisk.FromRows(sample, 5, universe);

Account account = Account.FromWeights(universe, [0.4, 0.3, 0.2, 0.1, 0.0], value: 10_000_000m);
Limit[] limits = [Limits.FullyInvested, Limits.LongOnly, new LinearLimit("Return", universe.Values(months.Means), 0.0040, double.PositiveInfinity)];
Console.WriteLine("                    Equity  Credit  Treas.    Gold   Carry | a month: st.dev.  CVaR 95 %");
foreach ((string name, Objective objective) in new (string, Objective)[] { ("least variance", new Variance(risk)), ("least CVaR", tail) })
{
    RebalanceResult result = new Rebalancer(new Mandate { Objective = objective, Limits = limits }, universe).Rebalance(account);
    Console.Write($"{name,-18}");
    foreach (double weight in result.Weights) Console.Write(FormattableString.Invariant($"{100 * weight,7:0.0}%"));
    Console.WriteLine(FormattableString.Invariant($" | {100 * risk.Volatility(result.Weights),15:0.00}%{100 * tail.ValueAt(account, result.Weights),10:0.00}%"));
    if (objective.Parts[0].Term is ConditionalValueAtRisk) Console.Write(tail.ReportAt(result.Weights));
}
