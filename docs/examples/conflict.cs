#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// A mandate that contradicts itself: which limits collide, what would be enough, and a plan in which the least important gives way. Run with: dotnet run docs/examples/conflict.cs
using Rebalancing;

var universe = Universe.Of(
[
    new Asset("OIL1") { Sector = "Energy", Price = 100m }, new Asset("OIL2") { Sector = "Energy", Price = 100m }, new Asset("SOFT") { Sector = "Technology", Price = 100m },
    new Asset("CHIP") { Sector = "Technology", Price = 100m }, new Asset("BANK") { Sector = "Finance", Price = 100m },
]);
Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
var mandate = new Mandate
{
    Objective = new TargetDistance([0.05, 0.05, 0.35, 0.30, 0.22]),
    Limits =
    [
        new CashBand(0, 0.05), Limits.LongOnly,
        GroupBounds.AtMost(sectors, new Dictionary<string, double> { ["Energy"] = 0.10 }).WithPriority(200),
        Limits.Turnover(0.05).WithPriority(50),
    ],
};
Account account = Account.FromShares(universe, new Dictionary<string, decimal> { ["OIL1"] = 1_000, ["OIL2"] = 820, ["SOFT"] = 3_000, ["CHIP"] = 2_700, ["BANK"] = 2_180 }, cash: 30_000m);

RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
Console.WriteLine(result.Status);
Console.Write(result.ConflictReport);
Console.WriteLine();

var settings = new RebalanceSettings { WhenInfeasible = InfeasiblePolicy.RelaxByPriority };
RebalanceResult relaxed = new Rebalancer(mandate, universe, settings).Rebalance(account);
Console.WriteLine(relaxed.Status);
foreach (Conflict conflict in relaxed.Conflicts) Console.WriteLine($"Gave way: {conflict.Limit}, by {100 * conflict.Excess:0.00} %");
Console.Write(relaxed.GetPlanOrThrow());
