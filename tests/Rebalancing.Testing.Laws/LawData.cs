namespace Rebalancing.Testing;

/// <summary>
/// Assets with data, an account and models for the laws. Every number belongs to an asset's symbol, not to its place, so that a universe in another
/// order has the same numbers in another order.
/// </summary>
public sealed class LawData
{
    private const int Factors = 3;

    private LawData(int seed, int[] order, decimal value)
    {
        Seed = seed;
        Universe = Universe.Of(order.Select(AssetNumber));
        double[] weights = Draw("weight", 0.2, 1.0);
        double total = weights.Sum() / 0.97;
        var options = new AccountOptions { AsOf = new DateOnly(2026, 3, 31), FxRates = new Dictionary<string, decimal> { ["EUR"] = 1.10m, ["JPY"] = 0.65m } };
        double[] fractions = [.. weights.Select(w => w / total)];
        Account = Account.FromWeights(Universe, fractions, value, options);
        Account = Account.FromWeights(Universe, fractions, value, options with { Lots = LotsOf(Account) });
        double[] loadings = new double[Factors * Count];
        for (int k = 0; k < Factors; k++)
        {
            double[] row = Draw($"loading {k}", -1, 1);
            for (int i = 0; i < Count; i++) loadings[(i * Factors) + k] = row[i];
        }
        Factor = FactorModel.Full(DenseMap.FromColumns(loadings, Factors, Count), FactorCovariance, Universe.Values(Draw("specific", 0.01, 0.05)));
        Covariance = new double[Count, Count];
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++)
            {
                double sum = i == j ? Factor.SpecificVariances[i] : 0;
                for (int k = 0; k < Factors; k++)
                    for (int l = 0; l < Factors; l++) sum += loadings[(i * Factors) + k] * FactorCovariance[(k * Factors) + l] * loadings[(j * Factors) + l];
                Covariance[i, j] = sum;
            }
        Dense = DenseRisk.FromRows([.. Covariance.Cast<double>()], Count, Universe);
        Loadings = loadings;
    }

    private static double[] FactorCovariance => [0.04, 0.01, 0.0, 0.01, 0.02, 0.004, 0.0, 0.004, 0.03];

    /// <summary>Assets in the order of their numbers.</summary>
    public static LawData Of(int seed, int assets, decimal value = 1_000_000m) => new(seed, [.. Enumerable.Range(0, assets)], value);

    /// <summary>The same assets and numbers in another order.</summary>
    public LawData Permuted(int[] order) => new(Seed, order, Account.Value);

    /// <summary>The same assets with an account of another value.</summary>
    public LawData WithValue(decimal value) => new(Seed, [.. Universe.Assets.Select(a => int.Parse(a.Symbol[1..], System.Globalization.CultureInfo.InvariantCulture))], value);

    /// <summary>Chooses all numbers.</summary>
    public int Seed { get; }

    /// <summary>Assets A0, A1, ... with prices, sectors, currencies, liquidity buckets, spreads and volumes.</summary>
    public Universe Universe { get; }

    /// <summary>Invested to 97 %.</summary>
    public Account Account { get; }

    /// <summary>Number of assets.</summary>
    public int Count => Universe.Count;

    /// <summary>A factor model with three correlated factors.</summary>
    public FactorModel Factor { get; }

    /// <summary>Loadings of <see cref="Factor"/>, three an asset.</summary>
    public IReadOnlyList<double> Loadings { get; }

    /// <summary>The same covariance as <see cref="Factor"/>, entry by entry.</summary>
    public double[,] Covariance { get; }

    /// <summary><see cref="Covariance"/> as a model.</summary>
    public DenseRisk Dense { get; }

    /// <summary>Assets by sector; one asset in five has none.</summary>
    public Grouping Sectors => Universe.GroupBy("Sector", asset => asset.Sector);

    /// <summary>Assets by currency.</summary>
    public Grouping Currencies => Universe.GroupBy("Currency", asset => asset.Currency);

    /// <summary>Assets by liquidity bucket.</summary>
    public Grouping Buckets => Universe.GroupBy("Liquidity", asset => asset.LiquidityBucket);

    /// <summary>Two or three lots an asset, all with gains, some of them short-term.</summary>
    private List<TaxLot> LotsOf(Account account)
    {
        List<TaxLot> lots = [];
        for (int l = 0; l < 3; l++)
        {
            double[] cost = Draw($"lot cost {l}", 0.4, 0.95), age = Draw($"lot age {l}", 40, 800);
            for (int i = 0; i < Count; i++)
            {
                bool three = Universe[i].Symbol.Length % 2 == 0;
                if (l == 2 && !three) continue;
                decimal shares = decimal.Round(account.Shares[i] / (three ? 3 : 2), 6);
                decimal last = account.Shares[i] - ((three ? 2 : 1) * shares);
                lots.Add(new TaxLot(Universe[i].Symbol, l == (three ? 2 : 1) ? last : shares, decimal.Round((decimal)cost[i] * account.Prices[i], 4), account.AsOf.AddDays(-(int)age[i])));
            }
        }
        return lots;
    }

    /// <summary>Uniform numbers on [low, high), one an asset, that depend on the seed, the asset and what they are.</summary>
    public double[] Draw(string what, double low, double high)
    {
        var values = new double[Count];
        for (int i = 0; i < Count; i++) values[i] = low + ((high - low) * Unit(Universe[i].Symbol + "/" + what));
        return values;
    }

    /// <summary>w'Sw by its definition.</summary>
    public double Quadratic(Func<int, double> x)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++) sum += x(i) * Covariance[i, j] * x(j);
        return sum;
    }

    /// <summary>Random holdings, none of them negative, that leave between -5 % and 15 % in cash.</summary>
    public double[] RandomLongHoldings(TestRandom random)
    {
        double[] weights = random.UniformVector(Count, 0, 1);
        double invested = random.Uniform(0.85, 1.05), sum = weights.Sum();
        return [.. weights.Select(w => w * invested / sum)];
    }

    /// <summary>Random holdings, some of them negative, that leave between -5 % and 15 % in cash.</summary>
    public double[] RandomHoldings(TestRandom random)
    {
        double[] weights = random.NormalVector(Count);
        double invested = random.Uniform(0.85, 1.05), sum = weights.Sum(Math.Abs);
        for (int i = 0; i < Count; i++) weights[i] = (weights[i] / sum) + (invested / Count) - (weights[i] > 0 && random.Chance(0.2) ? 2 * weights[i] / sum : 0);
        return weights;
    }

    private static Asset AssetNumber(int number) => new($"A{number}")
    {
        Price = 10m + (7 * number % 40),
        LotSize = number % 3 == 0 ? 10m : 1m,
        Sector = number % 5 == 4 ? "" : $"S{number % 3}",
        Currency = number % 2 == 0 ? "" : number % 4 == 1 ? "EUR" : "JPY",
        LiquidityBucket = number % 3 == 2 ? "slow" : "fast",
        QuotedSpread = 0.0004 + (0.0001 * (number % 7)),
        DailyVolumeShares = 1000 + (500 * number),
    };

    /// <summary>FNV-1a of seed and name, mixed: the same on every platform.</summary>
    private double Unit(string name)
    {
        unchecked
        {
            ulong hash = 14695981039346656037UL ^ ((ulong)Seed * 0x9E3779B97F4A7C15UL);
            foreach (char c in name) hash = (hash ^ c) * 1099511628211UL;
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
            return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
