namespace Rebalancing.Core.Tests;

/// <summary>A random account under tight limits on single holdings, groups, factors, turnover and tracking error, with the limits checked in decimals from the trades.</summary>
internal sealed class RoundingCase
{
    private readonly double[] _benchmark, _sectorLow, _sectorHigh, _factorLow, _factorHigh;
    private readonly double[][] _loadings;
    private readonly double _cap, _cashHigh, _turnover, _trackingError;
    private readonly double[] _specific;

    private RoundingCase(Universe universe, int factors, TestRandom random)
    {
        int n = universe.Count;
        _benchmark = [.. random.Simplex(n).Select(w => 0.98 * w)];
        double money = Math.Pow(10, random.Uniform(5, 7.5));
        Dictionary<string, decimal> held = [];
        double[] start = random.Simplex(n);
        for (int i = 0; i < n; i++) held[universe[i].Symbol] = decimal.Floor((decimal)(start[i] * money) / universe[i].Price!.Value / universe[i].LotSize) * universe[i].LotSize;
        Account = Account.FromShares(universe, held, decimal.Round((decimal)(0.02 * money), 2));
        (_cap, _cashHigh) = (_benchmark.Max() + 0.01, 0.03);
        Grouping sectors = universe.GroupBy("Sector", asset => asset.Sector);
        double[] sector = [.. sectors.Names.Select(name => Enumerable.Range(0, n).Where(i => universe[i].Sector == name).Sum(i => _benchmark[i]))];
        (_sectorLow, _sectorHigh) = ([.. sector.Select(w => Math.Round(w - 0.02, 4))], [.. sector.Select(w => Math.Round(w + 0.02, 4))]);
        _loadings = [.. Enumerable.Range(0, factors).Select(_ => random.UniformVector(n, -1, 1).Select(b => Math.Round(b, 3)).ToArray())];
        double[] exposure = [.. _loadings.Select(row => row.Zip(_benchmark, (b, w) => b * w).Sum())];
        (_factorLow, _factorHigh) = ([.. exposure.Select(e => e - 0.02)], [.. exposure.Select(e => e + 0.02)]);
        _specific = random.UniformVector(n, 0.01, 0.09);
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromRows([.. _loadings.SelectMany(row => row)], factors, n), [.. Enumerable.Repeat(0.04, factors)], universe.Values(_specific));
        (_turnover, _trackingError) = (Math.Round(Drift(start) * 0.75, 3) + 0.02, 0.03);
        Mandate = new Mandate
        {
            Objective = 3.0 * new Variance(risk) + new ExpectedReturn(universe.Values(random.UniformVector(n, 0, 0.1))) + new TradingCost(universe.Values(random.UniformVector(n, 0.0002, 0.002))),
            Limits =
            [
                new CashBand(0, _cashHigh),
                Limits.LongOnly,
                Limits.MaxWeight(_cap),
                new GroupBounds(sectors, _sectorLow, _sectorHigh),
                new FactorExposureBounds(risk, _factorLow, _factorHigh),
                new Turnover().AtMost(Math.Max(_turnover, 0.3)),
                new TrackingError(risk, universe.Values(_benchmark)).AtMost(_trackingError),
            ],
        };
        _turnover = Math.Max(_turnover, 0.3);
        SectorNames = [.. sectors.Names];
    }

    public Account Account { get; }

    public Mandate Mandate { get; }

    private string[] SectorNames { get; }

    public static RoundingCase Draw(Universe universe, int factors, TestRandom random) => new(universe, factors, random);

    /// <summary>The largest excess of any limit, in its own unit, with shares, prices and cash as the plan states them; the tracking error in doubles with 1e-12 against it.</summary>
    public decimal WorstExcess(Plan plan)
    {
        Universe universe = Account.Universe;
        int n = universe.Count;
        decimal value = Account.Value, bought = 0m, sold = 0m, cash = plan.CashBefore - plan.CostsPaid, worst = 0m;
        decimal[] money = new decimal[n];
        for (int i = 0; i < n; i++) money[i] = Account.Shares[i] * Account.Prices[i];
        foreach (Trade trade in plan.Trades)
        {
            decimal size = trade.Shares!.Value * trade.Price!.Value;
            bool buys = trade.Side == TradeSide.Buy;
            money[universe.IndexOf(trade.Symbol)] += buys ? size : -size;
            (bought, sold) = buys ? (bought + size, sold) : (bought, sold + size);
            cash += buys ? -trade.Money : trade.Money;
        }

        void AtMost(decimal quantity, double bound) => worst = Math.Max(worst, quantity - (decimal.Parse(bound.ToString("R"), System.Globalization.NumberStyles.Float) * value));
        AtMost(-cash, 0);
        AtMost(cash, _cashHigh);
        foreach (decimal position in money)
        {
            AtMost(-position, 0);
            AtMost(position, _cap);
        }

        for (int s = 0; s < SectorNames.Length; s++)
        {
            decimal sum = Enumerable.Range(0, n).Where(i => universe[i].Sector == SectorNames[s]).Sum(i => money[i]);
            AtMost(sum, _sectorHigh[s]);
            AtMost(-sum, -_sectorLow[s]);
        }

        for (int k = 0; k < _loadings.Length; k++)
        {
            decimal exposure = Enumerable.Range(0, n).Sum(i => (decimal)_loadings[k][i] * money[i]);
            AtMost(exposure, _factorHigh[k]);
            AtMost(-exposure, -_factorLow[k]);
        }

        AtMost(Math.Max(bought, sold), _turnover);
        double variance = 0;
        double[] active = [.. money.Select((m, i) => (double)(m / value) - _benchmark[i])];
        foreach (double[] row in _loadings) variance += 0.04 * Math.Pow(row.Zip(active, (b, a) => b * a).Sum(), 2);
        variance += active.Select((a, i) => _specific[i] * a * a).Sum();
        return Math.Max(worst / value, (decimal)Math.Max(0, Math.Sqrt(variance) - _trackingError - 1e-12));
    }

    private double Drift(double[] start) => 0.5 * start.Zip(_benchmark, (a, b) => Math.Abs(a - b)).Sum();
}
