using Rebalancing.Accounts;
using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>Applies a plan's orders to the tax ledger and says what comes of it.</summary>
internal static class TaxReportWriter
{
    public static LotSelection SelectionOf(Mandate mandate) => TaxedParts.Of(mandate).OfType<CapitalGainsTax>().Select(tax => tax.Selection).FirstOrDefault(LotSelection.Specific);

    public static PlanTaxes Write(Mandate mandate, TaxOrders orders)
    {
        Account account = orders.Account;
        CapitalGainsTax? tax = TaxedParts.Of(mandate).OfType<CapitalGainsTax>().FirstOrDefault();
        ITaxed taxed = tax ?? TaxedParts.Of(mandate).First();
        LotSelection selection = SelectionOf(mandate);
        DateOnly day = account.AsOf;
        TaxLot[] lots = [.. account.Options.Lots.Select((lot, l) => lot with { Id = IdOf(account, l), Account = "" }), .. Household(account)];
        var options = new TaxLedgerOptions { Identical = taxed.Identical, FirstYear = account.Options.TaxYear, FirstYearNumber = day.Year, Treatments = new Dictionary<string, TaxTreatment>() };
        TaxLedger before = TaxLedger.Open(taxed.Rules, lots, options);
        TaxLedger after = before.Apply(TradesOf(orders, day));
        TaxAssessment year = after.Assess(day.Year);
        LotSale[] sales = [.. after.Sales.OrderBy(sale => sale.Symbol, StringComparer.Ordinal).ThenBy(sale => sale.Acquired).Select(sale => Explained(sale, taxed.Rules, after.Year(day.Year), account))];
        return new PlanTaxes
        {
            Rules = taxed.Rules.Name,
            LotSales = sales,
            DoNothing = before.Assess(day.Year),
            Year = year,
            NoBuyLocks = after.NoBuyLocks(day.AddDays(1)),
            Selection = selection,
            SelectionCost = tax is null || selection == LotSelection.Specific ? 0m : CostOfSelection(tax, orders),
        };
    }

    /// <summary>Identifiers by which a plan names lots: the custodian's, or symbol and place.</summary>
    private static string IdOf(Account account, int lot) => account.Options.Lots[lot] is { Id.Length: > 0 } named ? named.Id : FormattableString.Invariant($"{account.Options.Lots[lot].Symbol}-{lot + 1}");

    private static IEnumerable<TaxLot> Household(Account account) =>
        account.Options.HouseholdLots.Select((lot, l) => lot with { Account = lot.Account.Length > 0 ? lot.Account : "household", Id = lot.Id.Length > 0 ? lot.Id : FormattableString.Invariant($"household-{l + 1}") });

    /// <summary>Sales first, with the lots they name, then purchases: all on the account's day.</summary>
    private static List<TaxTrade> TradesOf(TaxOrders orders, DateOnly day)
    {
        Account account = orders.Account;
        List<TaxTrade> sales = [], purchases = [];
        int l = 0;
        for (int i = 0; i < orders.Orders.Length; i++)
        {
            List<LotPick> picks = [];
            for (; l < account.Lots.Count && account.Lots.Asset[l] == i; l++)
                if (orders.Shares[l] > 0m) picks.Add(new LotPick(IdOf(account, account.Lots.Index[l]), orders.Shares[l]));
            decimal shares = orders.Orders[i], sold = picks.Sum(pick => pick.Shares);
            if (shares > 0m) purchases.Add(new TaxTrade(account.Universe[i].Symbol, day, shares, account.Prices[i]));
            else if (sold > 0m) sales.Add(new TaxTrade(account.Universe[i].Symbol, day, -sold, account.Prices[i]) { Lots = picks });
        }
        return [.. sales, .. purchases];
    }

    private static LotSale Explained(LotSale sale, TaxRules rules, TaxYear year, Account account)
    {
        // what one more unit of this kind of gain costs at the year's totals
        const decimal unit = 100m;
        TaxYear more = sale.IsLongTerm ? year with { LongTerm = year.LongTerm - unit } : year with { ShortTerm = year.ShortTerm - unit };
        double carried = rules.CarriedLossesAreNetted ? 0 : (double)year.CarriedLoss;
        decimal rate = (decimal)(Tax(year) - Tax(more)) / unit;
        LotSale priced = sale with { Tax = decimal.Round(rate * sale.Recognised, 2) };
        return priced with { Reason = ReasonOf(priced, rate, account) };

        double Tax(TaxYear of) => rules.CarriedLossesAreNetted
            ? rules.TaxOf((double)(of.ShortTerm - of.CarriedShortLoss), (double)(of.LongTerm - of.CarriedLongLoss))
            : rules.TaxOf((double)of.ShortTerm, (double)of.LongTerm, carried);
    }

    private static string ReasonOf(LotSale sale, decimal rate, Account account)
    {
        string kind = sale.IsLongTerm ? "long-term" : "short-term", percent = FormattableString.Invariant($"{100m * rate:0.##} %");
        bool whole = account.Options.Lots.Any(lot => lot.Symbol == sale.Symbol && lot.Acquired == sale.Acquired && lot.Shares == sale.Shares);
        string part = whole ? "sold in whole" : "sold in part";
        if (sale.IsWashSale) return $"{part}: the loss is disallowed because the security was bought within the window";
        if (sale.Recognised < 0m) return $"{part}: a {kind} loss, worth {percent} of it at the year's totals";
        return sale.Recognised == 0m ? $"{part}: no gain" : $"{part}: a {kind} gain, taxed at {percent} at the year's totals";
    }

    /// <summary>Tax of what is sold less the least tax that the same trades could have.</summary>
    private static decimal CostOfSelection(CapitalGainsTax tax, TaxOrders orders)
    {
        Account account = orders.Account;
        var free = new CapitalGainsTax(tax.Rules, tax.Netting, WashSalePolicy.Ignore, tax.Identical, tax.DeferralValue);
        var evaluator = new EvaluatingWriter { LotSales = orders.Weights };
        double imposed = evaluator.Evaluate(free, account.View, orders.WeightsAfter, 0).Value, best = free.ValueAt(account, orders.WeightsAfter);
        return decimal.Round((decimal)Math.Max(0, imposed - best) * account.Value, 2);
    }
}
