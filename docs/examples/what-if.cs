#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// Questions to a plan: how good it is, what a limit and a decision cost, what would change. Run with: dotnet run docs/examples/what-if.cs
using Rebalancing;

Universe universe = Universe.Of([.. new[] { "US equity", "Developed equity", "US bonds", "Global bonds", "Private equity", "Gold" }.Select(symbol => new Asset(symbol) { Price = 100m })]);
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
    Limits = [Limits.FullyInvested, Limits.LongOnly, Limits.Turnover(0.02)],
};
int[] shares = [35_000, 18_000, 17_000, 15_000, 10_000, 5_000];
Account account = Account.FromShares(universe, shares.Select((held, i) => (universe[i].Symbol, held)).ToDictionary(pair => pair.Symbol, pair => (decimal)pair.held), cash: 0m);

var locked = new Override(Change.Trade("Gold", 0.002), "A. Meyer", "wish of the client", new DateTimeOffset(2026, 3, 31, 9, 30, 0, TimeSpan.Zero));
RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account, [locked]);
Console.Write(result.GetPlanOrThrow());
foreach (Override item in result.Overrides) Console.WriteLine($"Override: {item}");
Console.WriteLine(result.Proof!.Within.Money < 1m ? "Proved within one unit of money a year of the best possible." : result.Proof);
Console.WriteLine();
Console.WriteLine(result.PriceOf("Turnover"));
Console.WriteLine(result.CostOf("Turnover"));
Console.WriteLine(result.CostOf(locked));
Console.WriteLine();
Console.Write(result.WhatIf(Change.Limit("Turnover", Limits.Turnover(0.04))));
