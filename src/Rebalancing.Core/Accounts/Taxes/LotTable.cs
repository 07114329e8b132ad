namespace Rebalancing.Accounts;

/// <summary>
/// An account's lots as numbers, sorted by asset, and the flows they make: for each asset with lots one purchase without limit, then one sale a lot of at most its value.
/// <code>
///   asset 0        asset 2             flow 0 buys, flows 1 and 2 sell the lots 0 and 1 of asset 0
///   + - -          + - - -             flow 3 buys, flows 4, 5 and 6 sell the lots 2, 3 and 4 of asset 2
/// </code>
/// Assets without lots have no flows.
/// </summary>
internal sealed class LotTable
{
    private LotTable(int lots, int flows)
    {
        (Asset, Weight, GainRate, AverageGainRate, HeldFrom, Acquired, Index, FlowOfLot) = (new int[lots], new double[lots], new double[lots], new double[lots], new int[lots], new int[lots], new int[lots], new int[lots]);
        (Coordinate, Sign, Upper) = (new int[flows], new double[flows], new double[flows]);
    }

    public static LotTable Empty { get; } = new(0, 0);

    /// <summary>Asset of each lot, ascending.</summary>
    public int[] Asset { get; }

    /// <summary>Value of each lot, fraction of account value; the lots of an asset add up to its weight.</summary>
    public double[] Weight { get; }

    /// <summary>Gain for a unit of value sold: one less cost over price.</summary>
    public double[] GainRate { get; }

    /// <summary>The same with the average cost of the asset's lots.</summary>
    public double[] AverageGainRate { get; }

    /// <summary>Day number from which the holding period counts.</summary>
    public int[] HeldFrom { get; }

    /// <summary>Day number of the purchase.</summary>
    public int[] Acquired { get; }

    /// <summary>Place in the account's own list of lots.</summary>
    public int[] Index { get; }

    /// <summary>The flow that sells each lot.</summary>
    public int[] FlowOfLot { get; }

    /// <summary>Asset of each flow, ascending.</summary>
    public int[] Coordinate { get; }

    /// <summary>+1 for the purchase, -1 for the sale of a lot.</summary>
    public double[] Sign { get; }

    /// <summary>Largest flow: infinite for the purchase, the lot's value for a sale.</summary>
    public double[] Upper { get; }

    public int Count => Asset.Length;

    public static LotTable Of(Universe universe, IReadOnlyList<TaxLot> lots, ReadOnlySpan<decimal> prices, ReadOnlySpan<double> weights, decimal value)
    {
        if (lots.Count == 0) return Empty;
        var asset = new int[lots.Count];
        for (int l = 0; l < asset.Length; l++) asset[l] = universe.IndexOf(lots[l].Symbol);
        int[] order = [.. Enumerable.Range(0, asset.Length)];
        Array.Sort((int[])asset.Clone(), order);
        StableBySource(asset, order);
        int assets = asset.Distinct().Count();
        var table = new LotTable(asset.Length, asset.Length + assets);
        for (int first = 0, last, flow = 0; first < order.Length; first = last)
        {
            int i = asset[order[first]];
            for (last = first; last < order.Length && asset[order[last]] == i; last++) { }
            flow = table.Fill(i, lots, order, first, last, flow, prices[i], weights[i], value);
        }
        return table;
    }

    private int Fill(int i, IReadOnlyList<TaxLot> lots, int[] order, int first, int last, int flow, decimal price, double weight, decimal value)
    {
        decimal shares = 0m, cost = 0m;
        for (int l = first; l < last; l++)
        {
            TaxLot lot = lots[order[l]];
            shares += lot.Shares;
            cost += lot.Shares * lot.CostPerShare;
        }
        (Coordinate[flow], Sign[flow], Upper[flow]) = (i, 1, double.PositiveInfinity);
        flow++;
        double average = 1 - (double)(cost / shares / price), left = weight;
        for (int l = first; l < last; l++, flow++)
        {
            TaxLot lot = lots[order[l]];
            // the last lot takes the rounding, so that selling all lots sells the position
            double part = l == last - 1 ? Math.Max(0, left) : Math.Min(Math.Max(0, left), (double)(lot.Shares * price / value));
            left -= part;
            (Asset[l], Weight[l], GainRate[l], AverageGainRate[l]) = (i, part, 1 - (double)(lot.CostPerShare / price), average);
            (HeldFrom[l], Acquired[l], Index[l], FlowOfLot[l]) = (lot.HeldFrom.DayNumber, lot.Acquired.DayNumber, order[l], flow);
            (Coordinate[flow], Sign[flow], Upper[flow]) = (i, -1, part);
        }
        return flow;
    }

    /// <summary>Lots of one asset keep the order in which they were given.</summary>
    private static void StableBySource(int[] asset, int[] order)
    {
        for (int first = 0, last; first < order.Length; first = last)
        {
            for (last = first + 1; last < order.Length && asset[order[last]] == asset[order[first]]; last++) { }
            Array.Sort(order, first, last - first);
        }
    }
}
