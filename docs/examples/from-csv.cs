#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// From a broker's files to orders: assets, a history, targets and two accounts in, CSV out. The files stand here as text; File.OpenText("holdings.csv") gives the same.
using Rebalancing;

const string Assets = """
    symbol;price;sector;quotedSpread
    VTI;265.40;Equity;0.0002
    VEA;52.15;Equity;0.0004
    BND;73.20;Bonds;0.0003
    GLD;189.75;Gold;0.0004
    """;
const string Months = """
    date,VTI,VEA,BND,GLD
    2025-03-31,-0.021,-0.008,0.004,0.031
    2025-04-30,0.012,0.021,-0.006,0.008
    2025-05-30,0.034,0.028,0.002,-0.011
    2025-06-30,0.022,0.011,0.009,0.004
    2025-07-31,0.018,-0.012,-0.003,0.012
    2025-08-29,-0.014,0.009,0.011,0.026
    2025-09-30,0.027,0.019,0.005,0.041
    2025-10-31,-0.031,-0.037,0.003,-0.018
    2025-11-28,0.041,0.033,0.008,0.015
    2025-12-31,0.006,0.014,-0.004,0.022
    2026-01-30,0.015,0.022,0.001,-0.007
    2026-02-27,-0.009,0.004,0.007,0.019
    """;
const string Target = """
    symbol,weight
    VTI,0.45
    VEA,0.20
    BND,0.25
    GLD,0.10
    """;
const string Holdings = """
    account,symbol,shares
    A-17,VTI,"2,050"
    A-17,VEA,"3,400"
    A-17,BND,"3,300"
    A-17,CASH,"12,500.00"
    A-18,VTI,190
    A-18,BND,400
    A-18,GLD,60
    A-18,CASH,"4,000.00"
    """;

// 1. what can be held, what it did, what is wanted
Universe universe = AccountCsv.ReadUniverse(new StringReader(Assets));
ReturnSeries returns = ModelCsv.ReadReturns(universe, new StringReader(Months), periodsPerYear: 12);
AssetValues target = AccountCsv.ReadTarget(universe, new StringReader(Target));

// 2. a risk model out of the history
RiskModel risk = LedoitWolf.ConstantCorrelation(returns).Risk;

// 3. the mandate: near the target, but weighed against what trading costs
var mandate = new Mandate
{
    Objective = 5.0 * new TrackingVariance(risk, target) + TradingCost.FromQuotedSpreads(universe, commission: 0.0001),
    Limits = [Limits.FullyInvested, Limits.LongOnly, GroupBounds.AtMost(universe.GroupBy("Sector", asset => asset.Sector), new Dictionary<string, double> { ["Equity"] = 0.70 })],
};

// 4. the accounts, one after the other, and their orders
var options = new AccountOptions { AsOf = new DateOnly(2026, 3, 31) };
IEnumerable<Account> accounts = AccountCsv.ReadAccounts(universe, new StringReader(Holdings), options, new CsvOptions { Thousands = ',' });
IReadOnlyList<RebalanceResult> results = new Rebalancer(mandate, universe).RebalanceAll([.. accounts]);
foreach (RebalanceResult result in results) Console.WriteLine($"{result.Account.Id}: {result.Status}, {result.Plan?.Trades.Count} orders");
Console.Write(OrderList.Of(results, runId: "2026-03-31").ToCsv().ReplaceLineEndings("\n"));
