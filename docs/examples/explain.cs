#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
using Rebalancing;

Universe universe = Universe.Of("US equity", "Developed equity", "US bonds", "Global bonds", "Private equity", "Gold");
DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.17, 0.05, 0.06, 0.22, 0.15),
[
    1.00, 0.85, 0.05, 0.05, 0.70, 0.05,
    0.85, 1.00, 0.05, 0.05, 0.70, 0.05,
    0.05, 0.05, 1.00, 0.60, 0.05, 0.05,
    0.05, 0.05, 0.60, 1.00, 0.05, 0.05,
    0.70, 0.70, 0.05, 0.05, 1.00, 0.05,
    0.05, 0.05, 0.05, 0.05, 0.05, 1.00,
]);
var mandate = new Mandate
{
    Objective = 4.0 * new TrackingVariance(risk, [0.30, 0.20, 0.20, 0.15, 0.10, 0.05]) + new TradingCost([0.0005, 0.0008, 0.0004, 0.0006, 0.0200, 0.0010]),
    Limits = [Limits.FullyInvested, Limits.LongOnly, Limits.NoTrade("Private equity"), Limits.Turnover(0.02)],
};
Account account = Account.FromWeights(universe, [0.35, 0.18, 0.17, 0.15, 0.10, 0.05], value: 10_000_000m);

Console.Write(new Rebalancer(mandate, universe).Rebalance(account).Explain());
