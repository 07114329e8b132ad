#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// Rebalance by factors: move exposures, not weights. First to target exposures, then one factor alone with all others held. Run with: dotnet run docs/examples/rebalance-by-factors.cs
using Rebalancing;

Universe universe = Universe.Of("Growth", "Quality", "Tech", "Banks", "Energy", "Utilities", "Staples", "Small caps", "Emerging", "Momentum");
DenseMap loadings = DenseMap.FromColumns(
[
    // Market, Value, Size, Momentum
    1.04, -0.60, -0.10, 0.20,
    0.95, -0.20, -0.20, 0.10,
    1.20, -0.80, -0.15, 0.30,
    1.15, 0.80, 0.00, -0.10,
    1.00, 0.60, 0.05, -0.20,
    0.60, 0.30, -0.10, 0.00,
    0.65, 0.10, -0.25, 0.05,
    1.10, 0.20, 0.90, 0.00,
    1.10, 0.25, 0.20, -0.05,
    1.00, -0.10, 0.00, 0.90,
], rows: 4, columns: 10);
FactorModel model = FactorModel.Full(loadings,
[
    0.0256, 0.0010, 0.0015, -0.0020,
    0.0010, 0.0036, 0.0002, -0.0012,
    0.0015, 0.0002, 0.0025, 0.0000,
    -0.0020, -0.0012, 0.0000, 0.0064,
], universe.Values(0.0040, 0.0025, 0.0060, 0.0070, 0.0120, 0.0060, 0.0040, 0.0050, 0.0100, 0.0040)).WithFactorNames("Market", "Value", "Size", "Momentum");
Account account = Account.FromWeights(universe, [0.22, 0.15, 0.20, 0.08, 0.04, 0.05, 0.06, 0.08, 0.05, 0.07], value: 25_000_000m);
AssetValues costs = universe.Values(0.0004, 0.0004, 0.0004, 0.0008, 0.0010, 0.0006, 0.0006, 0.0015, 0.0020, 0.0008);
Limit[] limits = [new CashBand(0, 0.001), Limits.LongOnly, Limits.MaxWeight(0.25)];

Console.WriteLine("To target exposures, at little cost and without new specific risk:");
double[] wanted = [1.00, 0.10, 0.05, 0.10];
var toTarget = new Mandate
{
    Objective = 40.0 * new FactorTracking(model, wanted) + 5.0 * new SpecificVariance(model) + new TradingCost(costs),
    Limits = limits,
};
Plan plan = new Rebalancer(toTarget, universe).Rebalance(account).GetPlanOrThrow();
Console.Write(new FactorReport(model, account, plan, wanted));

Console.WriteLine();
Console.WriteLine("Value up by 0.2, every other factor where it is:");
var hedged = new Mandate
{
    Objective = 5.0 * new TradeVariance(model) + new TradingCost(costs),
    Limits = [.. limits, FactorChange.Hedged(model, new Dictionary<string, double> { ["Value"] = 0.2 })],
};
Plan shift = new Rebalancer(hedged, universe).Rebalance(account).GetPlanOrThrow();
var report = new FactorReport(model, account, shift);
Console.Write(report);
Console.WriteLine($"{shift.Trades.Count} trades, turnover {100 * shift.Turnover:0.00} %, costs {shift.CostsPaid:#,0.00}");
foreach (FactorMove move in report.MovedBy("Value"))
    Console.WriteLine(FormattableString.Invariant($"  {move.Symbol,-12}{100 * move.Trade,8:+0.00;-0.00} % of account  value {move.Change:+0.000;-0.000;0.000}"));
