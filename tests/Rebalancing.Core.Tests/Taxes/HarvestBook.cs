namespace Rebalancing.Core.Tests;

/// <summary>Assets with one lot each, so that "sold at a loss or bought" is NoBuy or NoSell and every pattern can be tried.</summary>
internal static class HarvestBook
{
    private const int Assets = 8;

    /// <summary>The assets whose lot stands at a loss.</summary>
    public static readonly string[] Losing = ["A0", "A1", "A2", "A3", "A4"];

    public static (Account Account, Mandate Mandate) Make(int seed, TaxNetting netting)
    {
        var random = new TestRandom(seed);
        var universe = Universe.Of(Enumerable.Range(0, Assets).Select(i => new Asset($"A{i}") { Price = 100m }));
        List<TaxLot> lots = [];
        for (int i = 0; i < Assets; i++)
        {
            decimal cost = i < Losing.Length ? random.Integer(102, 150) : random.Integer(50, 99);
            lots.Add(new TaxLot($"A{i}", random.Integer(500, 2_000), cost, random.Chance(0.5) ? new DateOnly(2020, 1, 2) : new DateOnly(2025, 9, 1)) { Id = $"L{i}" });
        }

        Account account = Account.FromLots(universe, lots, 1_000m, new AccountOptions { AsOf = new DateOnly(2026, 3, 31), TaxYear = new TaxYear(random.Integer(-3_000, 20_000), random.Integer(-3_000, 20_000)) });
        double[] loadings = new double[2 * Assets], specific = new double[Assets], target = new double[Assets];
        for (int i = 0; i < Assets; i++) (loadings[2 * i], loadings[(2 * i) + 1], specific[i], target[i]) = (random.Uniform(0.6, 1.4), random.Uniform(-1, 1), random.Uniform(0.01, 0.05), random.Uniform(0.5, 1.5));
        double sum = target.Sum();
        var risk = FactorModel.Full(DenseMap.FromColumns(loadings, 2, Assets), [0.03, 0, 0, 0.01], universe.Values(specific));
        var mandate = new Mandate
        {
            Objective = random.Uniform(2, 20) * new TrackingVariance(risk, universe.Values([.. target.Select(t => t / sum)])) + new CapitalGainsTax(new UnitedStatesTax(0.37, 0.20), netting),
            Limits = [Limits.LongOnly, new CashBand(0, 0.002)],
        };
        return (account, mandate);
    }
}
