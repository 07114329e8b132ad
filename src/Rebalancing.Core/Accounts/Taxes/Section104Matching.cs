namespace Rebalancing.Accounts;

/// <summary>United Kingdom: a sale disposes of shares bought on the same day, then of shares bought in the thirty days after, earliest first, and last of the pool (TCGA 1992, sections 104 to 106A).</summary>
internal static class Section104Matching
{
    private sealed class Day(DateOnly date)
    {
        public DateOnly Date => date;

        public decimal Bought { get; set; }

        public decimal BoughtCost { get; set; }

        public List<(int Order, TaxTrade Trade)> SoldBy { get; } = [];

        public decimal Sold { get; set; }

        public decimal Proceeds { get; set; }
    }

    public static SharePool Run(IReadOnlyList<TaxLot> opening, IReadOnlyList<(int Order, TaxTrade Trade)> trades, int days)
    {
        var pool = new SharePool();
        foreach (TaxLot lot in opening) pool.Add(lot.Shares, decimal.Round(lot.Shares * lot.CostPerShare, 2), lot.Acquired);
        List<Day> calendar = Calendar(trades);
        foreach (Day day in calendar) Match(pool, day, day, "same day");
        foreach (Day sale in calendar)
            foreach (Day purchase in calendar)
                if (purchase.Date > sale.Date && purchase.Date <= sale.Date.AddDays(days)) Match(pool, sale, purchase, "thirty days");
        foreach (Day day in calendar)
        {
            if (day.Bought > 0m) pool.Add(day.Bought, day.BoughtCost, day.Date);
            if (day.Sold == 0m) continue;
            (int order, TaxTrade trade) = day.SoldBy[^1];
            decimal cost = pool.Take(day.Sold, trade);
            pool.Sales.Add((order, new LotSale(trade.Symbol, "pool", day.Date, day.Sold, day.Proceeds, cost, pool.Since, pool.Since, false) { Account = trade.Account }));
        }
        return pool;
    }

    /// <summary>All purchases of a day are one, all sales of a day are one.</summary>
    private static List<Day> Calendar(IReadOnlyList<(int Order, TaxTrade Trade)> trades)
    {
        List<Day> calendar = [];
        foreach ((int order, TaxTrade trade) in trades)
        {
            if (calendar.Count == 0 || calendar[^1].Date != trade.Date) calendar.Add(new Day(trade.Date));
            Day day = calendar[^1];
            if (trade.Shares > 0m) (day.Bought, day.BoughtCost) = (day.Bought + trade.Shares, day.BoughtCost + trade.Money);
            else
            {
                (day.Sold, day.Proceeds) = (day.Sold - trade.Shares, day.Proceeds + trade.Money);
                day.SoldBy.Add((order, trade));
            }
        }
        return calendar;
    }

    private static void Match(SharePool pool, Day sale, Day purchase, string how)
    {
        decimal shares = Math.Min(sale.Sold, purchase.Bought);
        if (shares == 0m) return;
        decimal cost = shares == purchase.Bought ? purchase.BoughtCost : decimal.Round(purchase.BoughtCost * shares / purchase.Bought, 2);
        decimal proceeds = shares == sale.Sold ? sale.Proceeds : decimal.Round(sale.Proceeds * shares / sale.Sold, 2);
        (purchase.Bought, purchase.BoughtCost) = (purchase.Bought - shares, purchase.BoughtCost - cost);
        (sale.Sold, sale.Proceeds) = (sale.Sold - shares, sale.Proceeds - proceeds);
        (int order, TaxTrade trade) = sale.SoldBy[^1];
        pool.Sales.Add((order, new LotSale(trade.Symbol, how, sale.Date, shares, proceeds, cost, purchase.Date, purchase.Date, false) { Account = trade.Account }));
    }
}
