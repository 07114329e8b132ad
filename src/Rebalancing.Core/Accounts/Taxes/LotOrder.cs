namespace Rebalancing.Accounts;

/// <summary>The order in which a selection rule takes lots.</summary>
internal static class LotOrder
{
    /// <summary>Compares two lots under a rule; ties by age, then by purchase. Rules that do not order lots are refused.</summary>
    public static int Compare(LotSelection rule, TaxRules rules, DateOnly sale, decimal price, OpenLot a, OpenLot b)
    {
        int first = rule switch
        {
            LotSelection.Fifo => a.Acquired.CompareTo(b.Acquired),
            LotSelection.Lifo => b.Acquired.CompareTo(a.Acquired),
            LotSelection.Hifo => (b.Cost * a.Shares).CompareTo(a.Cost * b.Shares),
            LotSelection.LeastTax => TaxPerShare(rules, sale, price, a.CostPerShare, a.HeldFrom).CompareTo(TaxPerShare(rules, sale, price, b.CostPerShare, b.HeldFrom)),
            LotSelection.AverageCost => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "the rule does not order lots"),
        };
        if (first != 0) return first;
        int byAge = a.Acquired.CompareTo(b.Acquired);
        if (byAge != 0) return byAge;
        int byPurchase = a.Purchase.CompareTo(b.Purchase);
        return byPurchase != 0 ? byPurchase : a.Key.CompareTo(b.Key);
    }

    /// <summary>Tax at the margin of selling one share.</summary>
    public static decimal TaxPerShare(TaxRules rules, DateOnly sale, decimal price, decimal cost, DateOnly heldFrom) =>
        (decimal)(rules.IsLongTerm(heldFrom, sale) ? rules.LongTermRate : rules.ShortTermRate) * (price - cost);
}
