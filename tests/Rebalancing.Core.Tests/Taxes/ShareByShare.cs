namespace Rebalancing.Core.Tests;

/// <summary>The wash-sale rule once more, naively: every share is an object of its own, and every step looks at all of them.</summary>
internal sealed class ShareByShare(TaxLedgerOptions options)
{
    public sealed class Share
    {
        public required string Symbol { get; init; }

        public required string Account { get; init; }

        public required int Purchase { get; init; }

        /// <summary>Place in its purchase: the first shares replace first and are sold first.</summary>
        public required int Place { get; init; }

        public required DateOnly Bought { get; init; }

        public required decimal Cost { get; set; }

        public required DateOnly HeldFrom { get; set; }

        public bool Replaces { get; set; }

        public DateOnly Sold { get; set; }

        public decimal Price { get; set; }

        /// <summary>Loss that a purchase disallowed.</summary>
        public decimal Disallowed { get; set; }

        public bool Matched { get; set; }
    }

    public List<Share> Held { get; } = [];

    public List<Share> Sold { get; } = [];

    private int _purchases;

    public void Apply(TaxTrade trade)
    {
        if (trade.Shares > 0)
        {
            int purchase = _purchases++;
            for (int s = 0; s < trade.Shares; s++)
            {
                var share = new Share { Symbol = trade.Symbol, Account = trade.Account, Purchase = purchase, Place = s, Bought = trade.Date, Cost = trade.Price, HeldFrom = trade.Date };
                Held.Add(share);
                Share? loss = Sold.Find(old => !old.Matched && IsTaxed(old.Account) && old.Price < old.Cost && old.Sold.AddDays(30) >= trade.Date);
                if (loss is not null) Match(loss, share);
            }
            return;
        }

        IEnumerable<Share> own = Held.Where(share => share.Symbol == trade.Symbol && share.Account == trade.Account);
        List<Share> chosen = [.. (options.Selection switch
        {
            LotSelection.Fifo => own.OrderBy(share => share.Bought),
            LotSelection.Lifo => own.OrderByDescending(share => share.Bought),
            _ => own.OrderByDescending(share => share.Cost).ThenBy(share => share.Bought),
        }).ThenBy(share => share.Purchase).ThenBy(share => share.Place).Take((int)-trade.Shares)];
        foreach (var lot in chosen.OrderBy(share => share.Bought).ThenBy(share => share.Purchase).ThenBy(share => share.Place).GroupBy(share => share.Purchase).ToArray())
            foreach (Share share in lot)
            {
                Held.Remove(share);
                (share.Sold, share.Price) = (trade.Date, trade.Price);
                Sold.Add(share);
                if (!IsTaxed(share.Account) || share.Price >= share.Cost) continue;
                Share? replacement = Held.Where(other => !other.Replaces && other.Purchase != share.Purchase && other.Bought >= trade.Date.AddDays(-30)).OrderBy(other => other.Bought).FirstOrDefault();
                if (replacement is not null) Match(share, replacement);
            }
    }

    private bool IsTaxed(string account) => options.TreatmentOf(account) == TaxTreatment.Taxable;

    private void Match(Share loss, Share replacement)
    {
        loss.Matched = replacement.Replaces = true;
        loss.Disallowed = loss.Cost - loss.Price;
        if (!IsTaxed(replacement.Account)) return;
        replacement.Cost += loss.Disallowed;
        replacement.HeldFrom = replacement.Bought.AddDays(loss.HeldFrom.DayNumber - loss.Sold.DayNumber);
    }
}
