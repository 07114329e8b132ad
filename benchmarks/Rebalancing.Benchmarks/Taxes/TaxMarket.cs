namespace Rebalancing.Benchmarks.Taxes;

/// <summary>A factor model with weekly-rebalance sizes of drift, and accounts with lots that are years to days old; all numbers from one seed.</summary>
internal sealed class TaxMarket
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    private readonly FactorModel _risk;
    private readonly double[] _target;
    private readonly int _seed;

    public TaxMarket(int assets, int factors, int seed)
    {
        _seed = seed;
        var random = new MarketRandom(seed);
        Universe = Universe.Of(Enumerable.Range(0, assets).Select(i => new Asset(FormattableString.Invariant($"S{i:0000}")) { Price = 20m + (i * 37 % 280), QuotedSpread = 0.0004 }));
        double[] loadings = random.NormalVector(assets * factors), variances = random.UniformVector(factors, 0.0005, 0.004), specific = random.UniformVector(assets, 0.02, 0.12);
        for (int i = 0; i < assets; i++) loadings[i * factors] = 0.6 + (0.8 * random.Uniform());
        variances[0] = 0.03;
        _risk = FactorModel.Diagonal(DenseMap.FromColumns(loadings, factors, assets), variances, Universe.Values(specific));
        double[] target = random.UniformVector(assets, 0.2, 2.0);
        double sum = target.Sum();
        _target = [.. target.Select(t => t / sum)];
    }

    public Universe Universe { get; }

    public Mandate MandateWith(TaxNetting netting) => new()
    {
        Objective = 5.0 * new TrackingVariance(_risk, Universe.Values(_target)) + new TradingCost(Universe.Values(asset => 0.5 * asset.QuotedSpread!.Value)) + new CapitalGainsTax(new UnitedStatesTax(0.37, 0.20, netInvestmentIncomeRate: 0.038), netting),
        Limits = [Limits.LongOnly, new CashBand(0, 0.01)],
    };

    /// <summary>An account near the target.</summary>
    /// <param name="lots">Lots of each asset.</param>
    /// <param name="losing">Fraction of the assets that have lots with a loss.</param>
    /// <param name="number">Chooses all numbers.</param>
    public Account AccountWith(int lots, double losing, int number)
    {
        var random = new MarketRandom((1000 * _seed) + number + 17);
        List<TaxLot> all = [];
        for (int i = 0; i < Universe.Count; i++)
        {
            bool loses = random.Chance(losing);
            decimal price = Universe[i].Price!.Value;
            double value = 10_000_000 * _target[i] * random.Uniform(0.5, 1.5);
            for (int l = 0; l < lots; l++)
            {
                decimal shares = decimal.Round((decimal)(value / lots) / price, 3);
                if (shares <= 0m) continue;
                double ratio = loses && l % 2 == 0 ? random.Uniform(1.02, 1.4) : random.Uniform(0.4, 0.98);
                all.Add(new TaxLot(Universe[i].Symbol, shares, decimal.Round(price * (decimal)ratio, 4), Today.AddDays(-random.Integer(40, 1_500))));
            }
        }
        var year = new TaxYear(random.Integer(-20_000, 60_000), random.Integer(-20_000, 60_000));
        return Account.FromLots(Universe, all, 50_000m, new AccountOptions { AsOf = Today, TaxYear = year });
    }
}
