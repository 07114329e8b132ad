using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How tax rules, and the costs and limits on realised gains, stand in documents.</summary>
internal static class TaxForms
{
    public static FormSet Rules { get; } = new(
    [
        DocumentForm.Of<UnitedStatesTax>("unitedStates", "Netting of short-term and long-term gains, cap, carry-forward, wash sales.", fields =>
        {
            var ordinary = fields.Required("ordinaryRate", Number, "federal rate on ordinary income and short-term gains, 0 to 1", r => r.FederalOrdinaryRate);
            var longTerm = fields.Required("longTermRate", Number, "federal rate on long-term gains, 0 to 1", r => r.FederalLongTermRate);
            var status = fields.Optional("filingStatus", OneOf<FilingStatus>(), FilingStatus.Single, "sets the cap on losses against ordinary income", r => r.Status);
            var state = fields.Optional("stateRate", Number, 0.0, "state rate, added to all rates", r => r.StateRate);
            var investment = fields.Optional("netInvestmentIncomeRate", Number, 0.0, "net investment income tax, added to the rates on gains", r => r.NetInvestmentIncomeRate);
            var carried = fields.Optional("carriedLossValue", OrNull(Number), null, "value of a unit of loss carried forward; half the long-term rate when left out", r => r.CarriedLossValue);
            var below = fields.Optional("allowShortBelowLong", Flag, false, "accepts a short-term rate below the long-term rate", r => r.ShortTermRate < r.LongTermRate);
            var same = fields.Optional("sameLotRemainderReplaces", Flag, false, "literal reading of the wash-sale rule", r => r.Replacements!.SameLotRemainderReplaces);
            return values => new UnitedStatesTax(values.Get(ordinary), values.Get(longTerm), values.Get(status), values.Get(state), values.Get(investment), values.Get(carried), values.Get(below), values.Get(same));
        }),
        DocumentForm.Of<UnitedKingdomTax>("unitedKingdom", "Section 104 pools, matching with later purchases, annual exempt amount.", fields =>
        {
            var rate = fields.Required("rate", Number, "rate on gains, 0 to 1", r => r.GainRate);
            var exempt = fields.Optional("exemptAmount", Money, 3000m, "gains of a year that are not taxed", r => r.ExemptAmount);
            var carried = fields.Optional("carriedLossValue", OrNull(Number), null, "value of a unit of loss carried forward; half the rate when left out", r => r.CarriedLossValue);
            return values => new UnitedKingdomTax(values.Get(rate), values.Get(exempt), values.Get(carried));
        }),
        DocumentForm.Of<CanadaTax>("canada", "Average cost, inclusion rate, superficial losses.", fields =>
        {
            var rate = fields.Required("marginalRate", Number, "federal and provincial marginal rate, 0 to 1", r => r.MarginalRate);
            var inclusion = fields.Optional("inclusionRate", Number, 0.5, "part of a gain that is income", r => r.InclusionRate);
            var carried = fields.Optional("carriedLossValue", OrNull(Number), null, "value of a unit of loss carried to another year; half the rate on gains when left out", r => r.CarriedLossValue);
            return values => new CanadaTax(values.Get(rate), values.Get(inclusion), values.Get(carried));
        }),
        DocumentForm.Of<FlatTax>("flat", "One rate on net gains.", fields =>
        {
            var rate = fields.Required("rate", Number, "rate on gains, 0 to 1; 0 for accounts that are not taxed", r => r.GainRate);
            var carried = fields.Optional("carriedLossValue", OrNull(Number), null, "value of a unit of loss carried forward; half the rate when left out", r => r.CarriedLossValue);
            var average = fields.Optional("averageCost", Flag, false, "whether all shares of an asset have their average cost", r => r.Matching == ShareMatching.AverageCost);
            return values => new FlatTax(values.Get(rate), values.Get(carried), values.Get(average));
        }),
    ]);

    private static readonly DocumentKind<TaxRules> OneRules = new NamedFormKind<TaxRules>("rules", _ => Rules);

    private static readonly DocumentKind<IReadOnlyList<IReadOnlyList<string>>> SymbolGroups = ListOf(ListOf(Text));

    public static IReadOnlyList<DocumentForm> Terms { get; } =
    [
        DocumentForm.Of<CapitalGainsTax>("capitalGainsTax", "Tax on the gains that the plan realises.", fields =>
        {
            var rules = fields.Required("taxRules", OneRules, "the country's rules", t => t.Rules);
            var netting = fields.Optional("netting", OneOf<TaxNetting>(), TaxNetting.Exact, "exact netting, or marginal rates lot by lot", t => t.Netting);
            var wash = fields.Optional("washSales", OneOf<WashSalePolicy>(), WashSalePolicy.Avoid, "what is done about losses that purchases disallow", t => t.WashSales);
            var identical = fields.Optional("identical", SymbolGroups, [], "groups of substantially identical securities", t => t.Identical.Groups);
            var deferral = fields.Optional("deferralValue", Number, 0.0, "present value of later tax on a unit of unrealised gain, 0 to 1", t => t.DeferralValue);
            var selection = fields.Optional("selection", OneOf<LotSelection>(), LotSelection.Specific, "an imposed order of sale; specific: the plan names the lots", t => t.Selection);
            return values => new CapitalGainsTax(values.Get(rules), values.Get(netting), values.Get(wash), new IdenticalSecurities([.. values.Get(identical).Select(group => group.ToArray())]), values.Get(deferral), values.Get(selection));
        }),
    ];

    public static IReadOnlyList<DocumentForm> Limits { get; } =
    [
        DocumentForm.Of<RealisedGains>("realisedGains", "A budget for the year's gains.", fields =>
        {
            var rules = fields.Required("taxRules", OneRules, "the country's rules", l => l.Rules);
            var shortTerm = fields.Optional("shortTerm", OrNull(Money), null, "largest short-term total, base currency", l => l.ShortTerm);
            var longTerm = fields.Optional("longTerm", OrNull(Money), null, "largest long-term total, base currency", l => l.LongTerm);
            var net = fields.Optional("net", OrNull(Money), null, "largest net total, base currency", l => l.Net);
            return values => new RealisedGains(values.Get(rules), values.Get(shortTerm), values.Get(longTerm), values.Get(net));
        }),
        DocumentForm.Of<TaxBudget>("taxBudget", "Largest tax of the year.", fields =>
        {
            var tax = fields.Required("cost", DocumentKinds.Term, "the tax", l => l.Tax);
            var most = fields.Required("atMost", Money, "largest tax, base currency", l => l.AtMost);
            return values => new TaxBudget(values.Get(tax), values.Get(most));
        }),
        DocumentForm.Of<NoShortTermGains>("noShortTermGains", "No lot is sold at a short-term gain.", fields =>
        {
            var rules = fields.Required("taxRules", OneRules, "the country's rules", l => l.Rules);
            return values => new NoShortTermGains(values.Get(rules));
        }),
        DocumentForm.Of<WaitForLongTerm>("waitForLongTerm", "Lots that are about to become long-term wait for it.", fields =>
        {
            var rules = fields.Required("taxRules", OneRules, "the country's rules", l => l.Rules);
            var days = fields.Required("days", Integer, "days worth waiting, >= 1", l => l.Days);
            return values => new WaitForLongTerm(values.Get(rules), values.Get(days));
        }),
    ];

    public static DocumentForm<TaxYear> Year { get; } = DocumentForm.Of<TaxYear>("taxYear", "Gains realised this year before the plan, and losses carried into it.", fields =>
    {
        var shortTerm = fields.Optional("shortTerm", Money, 0m, "net short-term gain so far, base currency", y => y.ShortTerm);
        var longTerm = fields.Optional("longTerm", Money, 0m, "net long-term gain so far, base currency", y => y.LongTerm);
        var carriedShort = fields.Optional("carriedShortLoss", Money, 0m, "short-term loss carried in, >= 0", y => y.CarriedShortLoss);
        var carriedLong = fields.Optional("carriedLongLoss", Money, 0m, "long-term loss carried in, >= 0", y => y.CarriedLongLoss);
        return values => new TaxYear(values.Get(shortTerm), values.Get(longTerm)) { CarriedShortLoss = values.Get(carriedShort), CarriedLongLoss = values.Get(carriedLong) };
    });

    public static DocumentForm<NoBuyLock> Lock { get; } = DocumentForm.Of<NoBuyLock>("noBuyLock", "A security that must not be bought before a day.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the security", l => l.Symbol);
        var until = fields.Required("until", Date, "first day on which it may be bought", l => l.Until);
        var loss = fields.Optional("loss", Money, 0m, "loss that a purchase would disallow, base currency", l => l.Loss);
        return values => new NoBuyLock(values.Get(symbol), values.Get(until), values.Get(loss));
    });
}
