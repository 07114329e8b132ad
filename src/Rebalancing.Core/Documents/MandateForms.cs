using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How accounts, mandates and settings stand in documents.</summary>
internal static class MandateForms
{
    public static DocumentForm<Mandate> Mandate { get; } = DocumentForm.Of<Mandate>("mandate", "What the owner wants.", fields =>
    {
        var name = fields.Optional("name", Text, "", "name in reports", m => m.Name);
        var horizon = fields.Optional("horizonYears", Number, 1.0, "years over which one-off costs are spread, > 0", m => m.HorizonYears);
        var settlement = fields.Optional("costSettlement", OneOf<CostSettlement>(), CostSettlement.FromCash, "where trading costs are paid from", m => m.CostSettlement);
        var target = fields.Optional<AssetValues?>("target", DocumentKinds.AssetValues!, null, "weights that reports compare with, fractions of account value", m => m.Target);
        var objective = fields.Required("objective", new ObjectiveKind(), "what is minimised", m => m.Objective);
        var limits = fields.Optional("limits", ListOf(DocumentKinds.Limit), [], "what must hold", m => m.Limits);
        return values => new Mandate
        {
            Name = values.Get(name), HorizonYears = values.Get(horizon), CostSettlement = values.Get(settlement), Target = values.Get(target),
            Objective = values.Get(objective), Limits = values.Get(limits),
        };
    });

    public static DocumentForm<Account> Account { get; } = DocumentForm.Of<Account>("account", "What is held: either shares with cash, or weights with value.", fields =>
    {
        var none = new Dictionary<string, decimal>();
        var id = fields.Optional("id", Text, "", "name in results", a => a.Options.Id);
        var asOf = fields.Optional("asOf", Date, default, "day of holdings and prices", a => a.Options.AsOf);
        var currency = fields.Optional("baseCurrency", Text, "USD", "currency of value and cash", a => a.Options.BaseCurrency);
        var rates = fields.Optional("fxRates", ByName(Money), none, "base currency for one unit of each currency", a => a.Options.FxRates);
        var prices = fields.Optional("prices", ByName(Money), none, "prices that take the place of the universe's", a => a.Options.Prices);
        var unsettled = fields.Optional("unsettledCash", Money, 0m, "cash that will settle, base currency", a => a.Options.UnsettledCash);
        var lotSize = fields.Optional("lotSize", OrNull(Money), null, "smallest tradable quantity of every asset, shares, > 0; the assets' own when left out", a => a.Options.LotSize);
        var orders = fields.Optional("openOrders", ListOf(new FormKind<OpenOrder>(PartForms.OpenOrder)), [], "orders that still work", a => a.Options.OpenOrders);
        var orderPolicy = fields.Optional("openOrderPolicy", OneOf<OpenOrderPolicy>(), OpenOrderPolicy.CountAsFilled, "what open orders mean for the position", a => a.Options.OpenOrderPolicy);
        var age = fields.Optional("maxPriceAgeDays", OrNull(Integer), null, "oldest price that is accepted, days", a => a.Options.MaxPriceAgeDays);
        var stale = fields.Optional("stalePrices", OneOf<StalePricePolicy>(), StalePricePolicy.Refuse, "what happens to older prices", a => a.Options.StalePrices);
        var missing = fields.Optional("missingPrices", OneOf<MissingPricePolicy>(), MissingPricePolicy.Refuse, "what happens to assets without a price", a => a.Options.MissingPrices);
        var lots = fields.Optional("lots", ListOf(new FormKind<TaxLot>(PartForms.TaxLot)), [], "tax lots", a => a.Options.Lots);
        var year = fields.Optional("taxYear", new FormKind<TaxYear>(TaxForms.Year), TaxYear.Empty, "gains realised this year and losses carried in", a => a.Options.TaxYear);
        var locks = fields.Optional("noBuyLocks", ListOf(new FormKind<NoBuyLock>(TaxForms.Lock)), [], "securities that must not be bought for now", a => a.Options.NoBuyLocks);
        var household = fields.Optional("householdLots", ListOf(new FormKind<TaxLot>(PartForms.TaxLot)), [], "lots of the household's other accounts", a => a.Options.HouseholdLots);
        var cash = fields.Optional("cash", OrNull(Money), null, "settled cash, base currency", a => a.Given.Cash);
        var shares = fields.Optional<IReadOnlyDictionary<string, decimal>?>("shares", ByName(Money)!, null, "quantities by symbol; negative for shorts", a => a.Given.Shares);
        var value = fields.Optional("value", OrNull(Money), null, "net asset value, base currency, > 0", a => a.Given.Value);
        var weights = fields.Optional<AssetValues?>("weights", DocumentKinds.AssetValues!, null, "fractions of the value; negative for shorts", a => a.Given.Weights);
        return values =>
        {
            var options = new AccountOptions
            {
                AsOf = values.Get(asOf), BaseCurrency = values.Get(currency), FxRates = values.Get(rates), Prices = values.Get(prices),
                LotSize = values.Get(lotSize), UnsettledCash = values.Get(unsettled), OpenOrders = values.Get(orders), OpenOrderPolicy = values.Get(orderPolicy), MaxPriceAgeDays = values.Get(age),
                StalePrices = values.Get(stale), MissingPrices = values.Get(missing), Lots = values.Get(lots), TaxYear = values.Get(year), NoBuyLocks = values.Get(locks), HouseholdLots = values.Get(household),
            };
            if (values.Get(id).Length > 0) options = options with { Id = values.Get(id) };
            return (values.Get(shares), values.Get(cash), values.Get(weights), values.Get(value)) switch
            {
                ({ } held, { } settled, null, null) => Rebalancing.Account.FromShares(values.RequiredUniverse, held, settled, options),
                (null, null, { } fractions, { } worth) => Rebalancing.Account.FromWeights(values.RequiredUniverse, fractions.Span, worth, options),
                _ => throw new ArgumentException("an account is either shares with cash, or weights with value"),
            };
        };
    });
}
