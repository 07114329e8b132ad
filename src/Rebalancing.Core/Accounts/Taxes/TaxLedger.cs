using Rebalancing.Accounts;

namespace Rebalancing;

/// <summary>
/// The tax history of a household: lots, trades applied to them one by one, realised gains by term, disallowed losses, losses carried from year to year. The one implementation
/// behind plans and simulations. Money is decimal, to the cent; nothing is lost: cost in = cost of what was sold + cost of what is left - disallowed losses added to it.
/// </summary>
/// <remarks>Immutable; safe to share between threads. <see cref="Replay"/> makes the same ledger again from its own records.</remarks>
public sealed class TaxLedger
{
    private readonly LedgerState _state;

    private TaxLedger(TaxRules rules, TaxLedgerOptions options, IReadOnlyList<TaxLot> opening, IReadOnlyList<TaxTrade> trades, LedgerState state)
    {
        (Rules, Options, Opening, Trades, _state) = (rules, options, opening, trades, state);
        Lots = [.. state.Lots.Select(lot => lot.Export())];
    }

    /// <summary>A ledger that begins with lots.</summary>
    /// <param name="rules">The country's rules.</param>
    /// <param name="lots">Opening lots: shares positive, costs not negative, identifiers unique where given.</param>
    /// <param name="options">Accounts, identical securities, losses carried in; null for the defaults.</param>
    public static TaxLedger Open(TaxRules rules, IReadOnlyList<TaxLot> lots, TaxLedgerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(lots);
        LotChecks.Check(lots, default);
        TaxLot[] opening = [.. lots];
        return new TaxLedger(rules, options ?? new TaxLedgerOptions(), opening, [], LedgerState.Open(opening));
    }

    /// <summary>The country's rules.</summary>
    public TaxRules Rules { get; }

    /// <summary>Accounts, identical securities, losses carried in.</summary>
    public TaxLedgerOptions Options { get; }

    /// <summary>Lots the ledger began with.</summary>
    public IReadOnlyList<TaxLot> Opening { get; }

    /// <summary>All trades, in order.</summary>
    public IReadOnlyList<TaxTrade> Trades { get; }

    /// <summary>Lots that are left, with adjusted costs and holding periods. Pools and averages are one lot.</summary>
    public IReadOnlyList<TaxLot> Lots { get; }

    /// <summary>All sales, lot by lot, in order. A purchase within the window of a loss sale changes that sale.</summary>
    public IReadOnlyList<LotSale> Sales => _state.Sales;

    /// <summary>The ledger after more trades.</summary>
    /// <param name="trades">In order of time, not before the last trade of the ledger; sales of no more than is held.</param>
    public TaxLedger Apply(params IReadOnlyList<TaxTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        DateOnly last = Trades.Count == 0 ? default : Trades[^1].Date;
        foreach (TaxTrade trade in trades)
        {
            if (trade.Shares == 0m) throw new ArgumentException($"a trade of '{trade.Symbol}' has no shares", nameof(trades));
            if (trade.Price < 0m || trade.Costs < 0m) throw new ArgumentException(FormattableString.Invariant($"a trade of '{trade.Symbol}' has price {trade.Price} and costs {trade.Costs}; both must be >= 0"), nameof(trades));
            if (trade.Date < last) throw new ArgumentException(FormattableString.Invariant($"a trade of '{trade.Symbol}' is dated {trade.Date:yyyy-MM-dd}, before {last:yyyy-MM-dd}; trades come in order of time"), nameof(trades));
            last = trade.Date;
        }
        TaxTrade[] all = [.. Trades, .. trades];
        if (Rules.Matching != ShareMatching.Lots) return new TaxLedger(Rules, Options, Opening, all, PoolBook.Replay(Rules, Options, Opening, all));
        var book = new LotBook(Rules, Options, _state);
        foreach (TaxTrade trade in trades) book.Apply(trade);
        return new TaxLedger(Rules, Options, Opening, all, book.State);
    }

    /// <summary>The same ledger made again from its opening lots and trades.</summary>
    public TaxLedger Replay() => Open(Rules, Opening, Options).Apply(Trades);

    /// <summary>Lots of one account.</summary>
    public IReadOnlyList<TaxLot> LotsOf(string account) => [.. Lots.Where(lot => lot.Account == account)];

    /// <summary>A calendar year's realised gains, disallowed losses left out, and the losses carried into it.</summary>
    /// <param name="year">Not before the ledger's first year.</param>
    public TaxYear Year(int year)
    {
        int first = FirstYear;
        if (year < first) throw new ArgumentOutOfRangeException(nameof(year), year, FormattableString.Invariant($"the ledger begins in {first}"));
        TaxYear own = Totals(year);
        if (year == first) return Options.FirstYear with { ShortTerm = Options.FirstYear.ShortTerm + own.ShortTerm, LongTerm = Options.FirstYear.LongTerm + own.LongTerm };
        TaxAssessment before = Assess(year - 1);
        return own with { CarriedShortLoss = before.ShortCarried, CarriedLongLoss = before.LongCarried };
    }

    /// <summary>What a year comes to: tax, deduction and losses carried on. Final once no purchase can replace its shares any more.</summary>
    /// <param name="year">Not before the ledger's first year.</param>
    public TaxAssessment Assess(int year) => Rules.Assess(Year(year), Options.TaxableIncome.TryGetValue(year, out decimal income) ? income : null);

    /// <summary>Securities that must not be bought for now, because a loss would be disallowed.</summary>
    /// <param name="day">The day on which one would buy.</param>
    public IReadOnlyList<NoBuyLock> NoBuyLocks(DateOnly day)
    {
        if (Rules.Replacements is not { } rule) return [];
        return [.. _state.Pending.Select(pending => (pending.Loss, Sale: _state.Sales[pending.Sale])).Where(item => item.Sale.Date.AddDays(rule.Days) >= day)
            .GroupBy(item => Options.Identical.GroupOf(item.Sale.Symbol))
            .SelectMany(group => Options.Identical.Groups.FirstOrDefault(symbols => symbols[0] == group.Key, [group.Key])
                .Select(symbol => new NoBuyLock(symbol, group.Max(item => item.Sale.Date).AddDays(rule.Days + 1), group.Sum(item => item.Loss))))
            .OrderBy(item => item.Symbol, StringComparer.Ordinal)];
    }

    private int FirstYear => Options.FirstYearNumber ?? (Trades.Count > 0 ? Trades[0].Date.Year : 1);

    private TaxYear Totals(int year)
    {
        decimal shortTerm = 0m, longTerm = 0m;
        foreach (LotSale sale in _state.Sales)
        {
            if (!sale.IsTaxed || sale.Date.Year != year) continue;
            if (sale.IsLongTerm) longTerm += sale.Recognised;
            else shortTerm += sale.Recognised;
        }
        return new TaxYear(shortTerm, longTerm);
    }
}
