#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// Six assets that have drifted from their targets: what is worth trading, and what each alternative costs. Run with: dotnet run docs/examples/six-assets.cs
using Rebalancing;

Universe universe = Universe.Of("US equities", "Developed equities", "US bonds", "Global bonds", "Private equity", "Gold");
AssetValues target = universe.Values(0.30, 0.20, 0.20, 0.15, 0.10, 0.05);
Account account = Account.FromWeights(universe, [0.35, 0.18, 0.17, 0.15, 0.10, 0.05], value: 10_000_000m);
DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.17, 0.055, 0.05, 0.22, 0.15),
[
    1.00, 0.85, 0.10, 0.15, 0.75, 0.05,
    0.85, 1.00, 0.12, 0.20, 0.72, 0.12,
    0.10, 0.12, 1.00, 0.70, 0.05, 0.15,
    0.15, 0.20, 0.70, 1.00, 0.08, 0.18,
    0.75, 0.72, 0.05, 0.08, 1.00, 0.02,
    0.05, 0.12, 0.15, 0.18, 0.02, 1.00,
]);
var mandate = new Mandate
{
    Objective = 10.0 * new TrackingVariance(risk, target) + new TradingCost(universe.Values(0.0005, 0.0010, 0.0006, 0.0012, 0.0300, 0.0015)),
    Limits = [new CashBand(0, 0.001), Limits.LongOnly, Limits.NoTrade("Private equity")],
};

Console.Write(mandate.Describe(account));
Console.WriteLine();
Console.Write(new Rebalancer(mandate, universe).Rebalance(account).GetPlanOrThrow());

// what cannot be done is said by name
var impossible = mandate with { Limits = [.. mandate.Limits, new DoNotHold("US equities"), Limits.Turnover(0.10)] };
RebalanceResult result = new Rebalancer(impossible, universe).Rebalance(account);
Console.WriteLine();
Console.WriteLine($"{result.Status}: {string.Join(" and ", result.Conflicts.Select(conflict => conflict.Limit))} collide.");
