#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
using Rebalancing;

Universe universe = Universe.Of("VTI", "VEA", "BND", "GLD");
Account account = Account.FromWeights(universe, [0.52, 0.18, 0.25, 0.05], value: 1_000_000m);
DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.17, 0.06, 0.15), [1, 0.8, 0.1, 0.1, 0.8, 1, 0.1, 0.2, 0.1, 0.1, 1, 0.2, 0.1, 0.2, 0.2, 1]);
var mandate = new Mandate
{
    Objective = 4.0 * new Variance(risk) + new ExpectedReturn([0.065, 0.070, 0.035, 0.040]) + new TradingCost([0.0005, 0.0008, 0.0006, 0.0010]),
    Limits = [Limits.FullyInvested, Limits.LongOnly, Limits.MaxWeight(0.60), new TrackingError(risk, [0.45, 0.20, 0.25, 0.10]).AtMost(0.02)],
};
RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
foreach (Trade trade in result.GetPlanOrThrow().Trades) Console.WriteLine(trade);
