#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// A small night: three accounts under one mandate, one of them refused, orders out as CSV. Run with: dotnet run docs/examples/orders.cs
using Rebalancing;

Universe universe = Universe.Of(
[
    new Asset("VTI") { Price = 265.40m, QuotedSpread = 0.0002 },
    new Asset("VEA") { Price = 52.15m, QuotedSpread = 0.0004 },
    new Asset("BND") { Price = 73.20m, QuotedSpread = 0.0003 },
]);
DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.17, 0.06), [1.0, 0.8, 0.1, 0.8, 1.0, 0.1, 0.1, 0.1, 1.0]);
var mandate = new Mandate
{
    Objective = 8.0 * new TrackingVariance(risk, universe.Values(0.40, 0.20, 0.40)) + TradingCost.FromQuotedSpreads(universe, commission: 0.0001),
    Limits = [Limits.FullyInvested, Limits.LongOnly],
};
Account[] accounts =
[
    Account.FromShares(universe, new Dictionary<string, decimal> { ["VTI"] = 2_000m, ["VEA"] = 3_000m, ["BND"] = 4_000m }, cash: 12_500m, new AccountOptions { Id = "pension" }),
    Account.FromShares(universe, new Dictionary<string, decimal> { ["VTI"] = 10.25m, ["BND"] = 40m }, cash: 80m, new AccountOptions { Id = "saver", LotSize = 0.0001m }),
    Account.FromShares(universe, new Dictionary<string, decimal> { ["VTI"] = 500m, ["VEA"] = -100m }, cash: 0m, new AccountOptions { Id = "short" }),
];
IReadOnlyList<RebalanceResult> results = new Rebalancer(mandate, universe).RebalanceAll(accounts, threads: 2);
foreach (RebalanceResult result in results) Console.WriteLine(result);
Console.WriteLine();
Console.Write(OrderList.Of(results, runId: "2026-03-31").ToCsv().ReplaceLineEndings("\n"));
