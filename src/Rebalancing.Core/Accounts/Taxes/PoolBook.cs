namespace Rebalancing.Accounts;

/// <summary>
/// Applies a whole history at once under rules where shares lose their identity: later trades decide what earlier sales disposed of. Identical securities of all taxable accounts
/// share a pool; accounts that are not taxed have pools of their own, in which nothing is matched or denied.
/// </summary>
internal static class PoolBook
{
    public static LedgerState Replay(TaxRules rules, TaxLedgerOptions options, IReadOnlyList<TaxLot> opening, IReadOnlyList<TaxTrade> trades)
    {
        List<OpenLot> lots = [];
        List<(int Order, LotSale Sale)> sales = [];
        int key = 0;
        var groups = opening.Select(lot => Pool(lot.Symbol, lot.Account)).Concat(trades.Select(trade => Pool(trade.Symbol, trade.Account))).Distinct().ToArray();
        foreach ((string group, bool taxed, string account) in groups)
        {
            TaxLot[] own = [.. opening.Where(lot => Pool(lot.Symbol, lot.Account) == (group, taxed, account))];
            (int, TaxTrade)[] traded = [.. trades.Index().Where(item => Pool(item.Item.Symbol, item.Item.Account) == (group, taxed, account))];
            SharePool pool = rules.Matching == ShareMatching.Section104Pool && taxed
                ? Section104Matching.Run(own, traded, rules.Replacements?.Days ?? 0)
                : AverageCostMatching.Run(own, traded, taxed ? rules.Replacements : null);
            foreach ((int order, LotSale sale) in pool.Sales) sales.Add((order, sale with { IsTaxed = taxed, IsLongTerm = rules.IsLongTerm(sale.HeldFrom, sale.Date) }));
            if (pool.Shares > 0m) lots.Add(new OpenLot(key, key++, account, group, $"{group} pool", pool.Shares, pool.Cost, pool.Since, pool.Since, false));
        }
        return new LedgerState(lots, [.. sales.OrderBy(item => item.Order).Select(item => item.Sale)], [], key);

        (string Group, bool Taxed, string Account) Pool(string symbol, string account)
        {
            bool taxed = options.TreatmentOf(account) == TaxTreatment.Taxable;
            return (options.Identical.GroupOf(symbol), taxed, taxed ? "" : account);
        }
    }
}
