namespace Rebalancing.Accounts;

/// <summary>
/// Applies trades to lots in order of time, under rules where lots keep their own cost. A loss sale is matched with the purchases of the days before that are still held, oldest first,
/// and then with each purchase of the days after as it comes; each share replaces once. What is disallowed is added to the cost of exactly the shares that replace, and they take over the
/// holding period; in a retirement account it is lost.
/// </summary>
internal sealed class LotBook
{
    private readonly TaxRules _rules;
    private readonly TaxLedgerOptions _options;
    private readonly List<OpenLot> _lots;
    private readonly List<LotSale> _sales;
    private readonly List<PendingLoss> _pending;
    private readonly List<(int Key, decimal Shares)> _picks = [];
    private int _nextKey;

    public LotBook(TaxRules rules, TaxLedgerOptions options, LedgerState state)
    {
        (_rules, _options, _nextKey) = (rules, options, state.NextKey);
        (_lots, _sales, _pending) = ([.. state.Lots], [.. state.Sales], [.. state.Pending]);
    }

    public LedgerState State => new([.. _lots], [.. _sales], [.. _pending], _nextKey);

    public void Apply(TaxTrade trade)
    {
        ForgetOldLosses(trade.Date);
        if (trade.Shares > 0m) Buy(trade);
        else Sell(trade);
    }

    private bool IsTaxed(string account) => _options.TreatmentOf(account) == TaxTreatment.Taxable;

    private void Buy(TaxTrade trade)
    {
        int key = _nextKey++;
        _lots.Add(new OpenLot(key, key, trade.Account, trade.Symbol, trade.LotId.Length > 0 ? trade.LotId : FormattableString.Invariant($"{trade.Symbol}-{key + 1}"), trade.Shares, trade.Money, trade.Date, trade.Date, false));
        if (_rules.Replacements is null) return;
        int lot = _lots.Count - 1;
        for (int p = 0; p < _pending.Count && lot < _lots.Count; p++)
        {
            if (!_options.Identical.AreIdentical(_sales[_pending[p].Sale].Symbol, trade.Symbol)) continue;
            bool all = _pending[p].Shares >= _lots[lot].Shares;
            Attach(p, lot);
            if (_pending[p].Shares == 0m) _pending.RemoveAt(p--);
            // the matched part keeps its place, what is left of the purchase follows it
            lot = all ? _lots.Count : lot + 1;
        }
    }

    private void Sell(TaxTrade trade)
    {
        Choose(trade);
        decimal left = -trade.Shares, money = trade.Money;
        while (_picks.Count > 0)
        {
            (int key, decimal shares) = _picks[0];
            _picks.RemoveAt(0);
            int index = _lots.FindIndex(lot => lot.Key == key);
            OpenLot lot = _lots[index];
            decimal proceeds = shares == left ? money : decimal.Round(money * shares / left, 2);
            decimal cost = lot.CostOf(shares);
            (left, money) = (left - shares, money - proceeds);
            if (shares == lot.Shares) _lots.RemoveAt(index);
            else _lots[index] = lot with { Shares = lot.Shares - shares, Cost = lot.Cost - cost };
            bool taxed = IsTaxed(trade.Account);
            _sales.Add(new LotSale(trade.Symbol, lot.Id, trade.Date, shares, proceeds, cost, lot.Acquired, lot.HeldFrom, _rules.IsLongTerm(lot.HeldFrom, trade.Date)) { Account = trade.Account, IsTaxed = taxed });
            if (taxed && proceeds < cost && _rules.Replacements is { } rule) MatchEarlierPurchases(new PendingLoss(_sales.Count - 1, lot.Purchase, shares, cost - proceeds), rule);
        }
    }

    private void MatchEarlierPurchases(PendingLoss loss, ReplacementRule rule)
    {
        LotSale sale = _sales[loss.Sale];
        DateOnly first = sale.Date.AddDays(-rule.Days);
        _pending.Add(loss);
        int p = _pending.Count - 1;
        while (_pending[p].Shares > 0m)
        {
            int best = -1;
            for (int l = 0; l < _lots.Count; l++)
            {
                OpenLot lot = _lots[l];
                if (lot.IsReplacement || lot.Acquired < first || (lot.Purchase == loss.Purchase && !rule.SameLotRemainderReplaces) || !_options.Identical.AreIdentical(lot.Symbol, sale.Symbol)) continue;
                if (best < 0 || lot.Acquired < _lots[best].Acquired) best = l;
            }
            if (best < 0) return;
            Attach(p, best);
        }
        _pending.RemoveAt(p);
    }

    /// <summary>Matches as many shares of a loss with a lot as there are; the lot is split where only a part of it replaces.</summary>
    private void Attach(int p, int l)
    {
        PendingLoss pending = _pending[p];
        OpenLot lot = _lots[l];
        LotSale sale = _sales[pending.Sale];
        decimal shares = Math.Min(pending.Shares, lot.Shares);
        decimal loss = shares == pending.Shares ? pending.Loss : decimal.Round(pending.Loss * shares / pending.Shares, 2);
        bool taxed = IsTaxed(lot.Account);
        decimal cost = lot.CostOf(shares);
        if (shares < lot.Shares) SplitOff(l, shares, cost);
        int held = sale.Date.DayNumber - sale.HeldFrom.DayNumber;
        _lots[l] = taxed
            ? lot with { Shares = shares, Cost = cost + loss, HeldFrom = lot.Acquired.AddDays(-held), IsReplacement = true }
            : lot with { Shares = shares, Cost = cost, IsReplacement = true };
        _sales[pending.Sale] = sale with { Replacements = [.. sale.Replacements, new LossReplacement(lot.Id, lot.Account, shares, loss, !taxed)] };
        _pending[p] = pending with { Shares = pending.Shares - shares, Loss = pending.Loss - loss };
    }

    /// <summary>What does not replace becomes a lot of its own behind it; a sale that was to take the lot takes both parts.</summary>
    private void SplitOff(int l, decimal shares, decimal cost)
    {
        OpenLot lot = _lots[l];
        int key = _nextKey++;
        _lots.Insert(l + 1, lot with { Key = key, Shares = lot.Shares - shares, Cost = lot.Cost - cost });
        int pick = _picks.FindIndex(p => p.Key == lot.Key);
        if (pick < 0 || _picks[pick].Shares <= shares) return;
        _picks.Insert(pick + 1, (key, _picks[pick].Shares - shares));
        _picks[pick] = (lot.Key, shares);
    }

    private void ForgetOldLosses(DateOnly today)
    {
        int days = _rules.Replacements?.Days ?? 0;
        _pending.RemoveAll(pending => _sales[pending.Sale].Date.AddDays(days) < today);
    }

    private void Choose(TaxTrade trade)
    {
        List<OpenLot> held = _lots.FindAll(lot => lot.Symbol == trade.Symbol && lot.Account == trade.Account);
        decimal wanted = -trade.Shares, available = held.Sum(lot => lot.Shares);
        if (wanted > available) throw new ArgumentException(FormattableString.Invariant($"{trade.Date:yyyy-MM-dd}: {wanted} shares of '{trade.Symbol}' are sold, but lots hold only {available}"), nameof(trade));
        _picks.Clear();
        if (trade.Lots.Count > 0 || _options.Selection == LotSelection.Specific) ChooseNamed(trade, held, wanted);
        else if (_options.Selection == LotSelection.AverageCost) ChooseParts(held, wanted, available);
        else
        {
            held.Sort((a, b) => LotOrder.Compare(_options.Selection, _rules, trade.Date, trade.Price, a, b));
            foreach (OpenLot lot in held)
            {
                if (wanted == 0m) break;
                decimal take = Math.Min(wanted, lot.Shares);
                _picks.Add((lot.Key, take));
                wanted -= take;
            }
        }
        // sales of one day whose order is not known count in the order in which the shares were bought
        _picks.Sort((a, b) => Age(a.Key).CompareTo(Age(b.Key)));

        (DateOnly, int, int) Age(int key) => _lots.Find(lot => lot.Key == key) is { } lot ? (lot.Acquired, lot.Purchase, key) : default;
    }

    private void ChooseNamed(TaxTrade trade, List<OpenLot> held, decimal wanted)
    {
        if (trade.Lots.Sum(pick => pick.Shares) is var named && named != wanted)
            throw new ArgumentException(FormattableString.Invariant($"{trade.Date:yyyy-MM-dd}: {wanted} shares of '{trade.Symbol}' are sold, but the named lots add up to {named}"), nameof(trade));
        foreach (LotPick pick in trade.Lots)
        {
            decimal left = pick.Shares;
            foreach (OpenLot lot in held.Where(lot => lot.Id == pick.LotId))
            {
                decimal take = Math.Min(left, lot.Shares);
                if (take > 0m) _picks.Add((lot.Key, take));
                left -= take;
            }
            if (left > 0m || pick.Shares <= 0m) throw new ArgumentException(FormattableString.Invariant($"{trade.Date:yyyy-MM-dd}: lot '{pick.LotId}' of '{trade.Symbol}' cannot give {pick.Shares} shares; it lacks {left}"), nameof(trade));
        }
    }

    private void ChooseParts(List<OpenLot> held, decimal wanted, decimal available)
    {
        foreach (OpenLot lot in held)
        {
            decimal take = lot.Shares == available ? wanted : decimal.Round(wanted * lot.Shares / available, 8);
            if (take > 0m) _picks.Add((lot.Key, Math.Min(take, lot.Shares)));
            (wanted, available) = (wanted - take, available - lot.Shares);
        }
    }
}
