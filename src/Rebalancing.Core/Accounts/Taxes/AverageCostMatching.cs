namespace Rebalancing.Accounts;

/// <summary>
/// Every sale takes the average cost. With a replacement rule (Canada) a loss is denied as far as min(S, P, B) / S: S shares sold, P bought from thirty days before to thirty days
/// after, B still held at the end of that time. What is denied is added to the cost of the shares held then, or bought next.
/// </summary>
internal static class AverageCostMatching
{
    public static SharePool Run(IReadOnlyList<TaxLot> opening, IReadOnlyList<(int Order, TaxTrade Trade)> trades, ReplacementRule? rule)
    {
        var pool = new SharePool();
        foreach (TaxLot lot in opening) pool.Add(lot.Shares, decimal.Round(lot.Shares * lot.CostPerShare, 2), lot.Acquired);
        decimal waiting = 0m;
        foreach ((int order, TaxTrade trade) in trades)
        {
            if (trade.Shares > 0m)
            {
                pool.Add(trade.Shares, trade.Money + waiting, trade.Date);
                waiting = 0m;
                continue;
            }
            DateOnly since = pool.Since;
            decimal sold = -trade.Shares, cost = pool.Take(sold, trade), loss = cost - trade.Money;
            var sale = new LotSale(trade.Symbol, "average", trade.Date, sold, trade.Money, cost, since, since, false) { Account = trade.Account };
            if (loss > 0m && rule is not null && Replaced(opening, trades, order, trade, rule.Days) is var shares && shares > 0m)
            {
                decimal denied = decimal.Round(loss * shares / sold, 2);
                sale = sale with { Replacements = [new LossReplacement("average", trade.Account, shares, denied, false)] };
                if (pool.Shares > 0m) pool.AddCost(denied);
                else waiting += denied;
            }
            pool.Sales.Add((order, sale));
        }
        return pool;
    }

    private static decimal Replaced(IReadOnlyList<TaxLot> opening, IReadOnlyList<(int Order, TaxTrade Trade)> trades, int order, TaxTrade sale, int days)
    {
        DateOnly first = sale.Date.AddDays(-days), last = sale.Date.AddDays(days);
        decimal bought = opening.Where(lot => lot.Acquired >= first && lot.Acquired <= last).Sum(lot => lot.Shares);
        decimal held = opening.Sum(lot => lot.Shares);
        foreach ((_, TaxTrade trade) in trades)
        {
            if (trade.Date > last) break;
            held += trade.Shares;
            if (trade.Shares > 0m && trade.Date >= first) bought += trade.Shares;
        }
        return Math.Min(-sale.Shares, Math.Min(bought, held));
    }
}
