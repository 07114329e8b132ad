#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
// An account with gains, losses, a purchase of last week and a fund to harvest. The figures are checked by hand in docs/guide/taxes.md.
using Rebalancing;

var universe = Universe.Of(
[
    new Asset("VTI") { Price = 200m }, new Asset("ITOT") { Price = 100m }, new Asset("VEA") { Price = 50m }, new Asset("BND") { Price = 80m }, new Asset("GLD") { Price = 250m },
]);
var today = new DateOnly(2026, 3, 31);
TaxLot[] lots =
[
    new("VTI", 1_000m, 240m, new DateOnly(2025, 9, 15)) { Id = "V1" },     // 200,000, short-term loss of 40,000
    new("VEA", 2_000m, 60m, new DateOnly(2024, 5, 2)) { Id = "E1" },       // 100,000, long-term loss of 20,000 ...
    new("VEA", 400m, 51m, today.AddDays(-7)) { Id = "E2" },                // ... but 400 shares were bought a week ago
    new("BND", 2_500m, 70m, new DateOnly(2021, 2, 1)) { Id = "B1" },       // 200,000, long-term gain of 25,000
    new("BND", 500m, 76m, new DateOnly(2025, 11, 3)) { Id = "B2" },        // 40,000, short-term gain of 2,000
    new("GLD", 200m, 150m, new DateOnly(2019, 6, 3)) { Id = "G1" },        // 50,000, long-term gain of 20,000
];
Account account = Account.FromLots(universe, lots, cash: 5_000m, new AccountOptions { AsOf = today, TaxYear = new TaxYear(ShortTerm: 50_000m) });

DenseRisk risk = DenseRisk.FromCorrelations(universe.Values(0.16, 0.16, 0.17, 0.06, 0.15),
[
    1.00, 0.998, 0.85, 0.10, 0.05,
    0.998, 1.00, 0.85, 0.10, 0.05,
    0.85, 0.85, 1.00, 0.15, 0.10,
    0.10, 0.10, 0.15, 1.00, 0.20,
    0.05, 0.05, 0.10, 0.20, 1.00,
]);
var tax = new CapitalGainsTax(new UnitedStatesTax(ordinaryRate: 0.35, longTermRate: 0.15));
var mandate = new Mandate
{
    Objective = 8.0 * new TrackingVariance(risk, universe.Values(0.37, 0.00, 0.17, 0.36, 0.10)) + new TradingCost(universe.Values(0.0002, 0.0002, 0.0003, 0.0003, 0.0003)) + tax,
    Limits = [Limits.FullyInvested, Limits.LongOnly],
};
RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
Console.Write(result.GetPlanOrThrow());
