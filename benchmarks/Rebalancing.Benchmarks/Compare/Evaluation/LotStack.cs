namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>
/// The cheapest way to trade one asset that is held in tax lots: buying costs c per unit, selling from lot l costs
/// c + tax_l. A lot whose sale pays for its repurchase (c + tax_l &lt; -c) is always sold and bought back.
/// </summary>
internal readonly ref struct LotStack
{
    private readonly ReadOnlySpan<double> rate;
    private readonly ReadOnlySpan<double> size;
    private readonly double cost;

    /// <summary>Fills the two work spans with the lots in rising order of selling cost.</summary>
    public LotStack(double cost, ReadOnlySpan<double> tax, ReadOnlySpan<double> lots, Span<double> rate, Span<double> size)
    {
        for (int l = 0; l < lots.Length; l++)
        {
            rate[l] = cost + tax[l];
            size[l] = lots[l];
        }

        rate.Sort(size);
        this.cost = cost;
        this.rate = rate;
        this.size = size;
    }

    /// <summary>Number of lots.</summary>
    public int Count => rate.Length;

    /// <summary>Size of the lot that is sold as number <paramref name="position"/>.</summary>
    public double Size(int position) => size[position];

    /// <summary>Slope of the cost in the trade while that lot is being sold: minus its selling cost, at most the buying cost.</summary>
    public double Slope(int position) => -Math.Max(rate[position], -cost);

    /// <summary>Least cost of a net trade; positive infinity when more is sold than held (beyond rounding).</summary>
    public double Cost(double trade)
    {
        double total = 0;
        double toSell = -trade;
        for (int l = 0; l < rate.Length; l++)
        {
            bool washed = rate[l] < -cost;
            double sold = washed ? size[l] : Math.Clamp(toSell, 0, size[l]);
            total += rate[l] * sold;
            toSell -= sold;
        }

        // what the washed lots released beyond the wish is bought back
        return toSell <= 0 ? total + (cost * -toSell) : toSell <= 1e-9 ? total + (rate[^1] * toSell) : double.PositiveInfinity;
    }
}
