using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How the library's limits stand in documents.</summary>
internal static class LimitForms
{
    public static IReadOnlyList<DocumentForm> All { get; } =
    [
        DocumentForm.Of<FullyInvested>("fullyInvested", "No cash left beyond a band.", fields =>
        {
            var band = fields.Optional("band", OrNull(Number), null, "most cash, fraction of account value; one lot of the cheapest asset when left out", l => l.Band);
            return values => new FullyInvested(values.Get(band));
        }),
        DocumentForm.Of<CashBand>("cashBand", "Cash after trading and costs.", fields =>
        {
            var least = fields.Optional("lower", Number, 0.0, "least cash, fraction of account value", l => l.Least);
            var most = fields.Optional("upper", UpperBound, double.PositiveInfinity, "most cash; null for any", l => l.Most);
            return values => new CashBand(values.Get(least), values.Get(most));
        }),
        DocumentForm.Of<LongOnly>("longOnly", "No short positions.", _ => _ => new LongOnly()),
        DocumentForm.Of<WeightBounds>("weightBounds", "Bounds on single holdings.", fields =>
        {
            var lower = fields.Optional<AssetValues?>("lower", LowerBounds!, null, "least weights; null where there is none", l => l.LowerBounds);
            var upper = fields.Optional<AssetValues?>("upper", UpperBounds!, null, "largest weights; null where there is none", l => l.UpperBounds);
            var least = fields.Optional("least", LowerBound, double.NegativeInfinity, "least weight of every asset", l => l.Least);
            var most = fields.Optional("most", UpperBound, double.PositiveInfinity, "largest weight of every asset", l => l.Most);
            return values => (values.Get(lower), values.Get(upper)) switch
            {
                (null, null) => new WeightBounds(values.Get(least), values.Get(most)),
                ({ } low, { } high) => new WeightBounds(low, high),
                _ => throw new ArgumentException("bounds by asset need both lower and upper; write null where an asset has none"),
            };
        }),
        DocumentForm.Of<GroupBounds>("groupBounds", "Bounds on groups of holdings.", fields =>
        {
            var groups = fields.Required("groups", DocumentKinds.Grouping, "the groups", l => l.Groups);
            var lower = fields.Optional("lower", ByName(LowerBound), new Dictionary<string, double>(), "least weights by group", l => l.LowerByGroup);
            var upper = fields.Optional("upper", ByName(UpperBound), new Dictionary<string, double>(), "largest weights by group", l => l.UpperByGroup);
            var relativeTo = fields.Optional<AssetValues?>("relativeTo", DocumentKinds.AssetValues!, null, "benchmark weights; the bounds are then deviations from its groups", l => l.RelativeTo);
            return values => new GroupBounds(values.Get(groups), values.Get(groups).Values(values.Get(lower), double.NegativeInfinity), values.Get(groups).Values(values.Get(upper), double.PositiveInfinity), values.Get(relativeTo));
        }),
        DocumentForm.Of<LinearLimit>("linearLimit", "Bounds on a weighted sum of holdings.", fields =>
        {
            var name = fields.Required("name", Text, "name in reports, before its bounds", l => l.What);
            var coefficients = fields.Required("coefficients", DocumentKinds.AssetValues, "one coefficient an asset", l => l.Coefficients);
            var lower = fields.Optional("lower", LowerBound, double.NegativeInfinity, "least value; null for none", l => l.Least);
            var upper = fields.Optional("upper", UpperBound, double.PositiveInfinity, "largest value; null for none", l => l.Most);
            return values => new LinearLimit(values.Get(name), values.Get(coefficients), values.Get(lower), values.Get(upper));
        }),
        DocumentForm.Of<NetExposure>("netExposure", "Long less short positions.", fields =>
        {
            var lower = fields.Optional("lower", LowerBound, double.NegativeInfinity, "least net exposure; null for none", l => l.Least);
            var upper = fields.Optional("upper", UpperBound, double.PositiveInfinity, "largest net exposure; null for none", l => l.Most);
            return values => new NetExposure(values.Get(lower), values.Get(upper));
        }),
        DocumentForm.Of<TradeSize>("tradeSize", "Largest trades.", fields =>
        {
            var most = fields.Optional("most", OrNull(Number), null, "largest trade of every asset, fraction of account value", l => l.Most);
            var buy = fields.Optional<AssetValues?>("buy", DocumentKinds.AssetValues!, null, "largest purchases, fractions of account value", l => l.Buy);
            var sell = fields.Optional<AssetValues?>("sell", DocumentKinds.AssetValues!, null, "largest sales, fractions of account value", l => l.Sell);
            return values => (values.Get(most), values.Get(buy), values.Get(sell)) switch
            {
                ({ } all, null, null) => new TradeSize(all),
                (null, { } buys, { } sells) => new TradeSize(buys, sells),
                _ => throw new ArgumentException("trade sizes are either most, or buy and sell"),
            };
        }),
        DocumentForm.Of<Participation>("participation", "Largest trades as shares of the volume.", fields =>
        {
            var volume = fields.Required("dailyTradedValue", DocumentKinds.AssetValues, "value traded in a day, base currency, >= 0", l => l.DailyTradedValue);
            var most = fields.Required("atMost", Number, "share of the volume, > 0", l => l.AtMost);
            var days = fields.Optional("days", Number, 1.0, "trading days over which the trade is worked, > 0", l => l.Days);
            return values => new Participation(values.Get(volume), values.Get(most), values.Get(days));
        }),
        DocumentForm.Of<LiquidityProfile>("liquidityProfile", "What must be sellable within some days.", fields =>
        {
            var volume = fields.Required("dailyTradedValue", DocumentKinds.AssetValues, "value traded in a day, base currency, >= 0", l => l.DailyTradedValue);
            var share = fields.Required("shareOfVolume", Number, "share of a day's volume that may be traded, in (0, 1]", l => l.ShareOfVolume);
            var demands = fields.Required("demands", ListOf(new FormKind<LiquidityDemandBox>(PartForms.LiquidityDemand)), "what must be sellable", l => [.. l.Demands.Select(d => new LiquidityDemandBox(d))]);
            return values => new LiquidityProfile(values.Get(volume), values.Get(share), [.. values.Get(demands).Select(box => box.Demand)]);
        }),
        DocumentForm.Of<HoldingLocks>("holdingLocks", "Holdings that may not be sold before a day.", fields =>
        {
            var locks = fields.Required("locks", ListOf(new FormKind<HoldingLock>(PartForms.HoldingLock)), "the locks", l => l.Locks);
            return values => new HoldingLocks([.. values.Get(locks)]);
        }),
        OfSymbols<NoTrade>("noTrade", "Assets that are not traded.", l => l.Symbols, symbols => new NoTrade(symbols)),
        OfSymbols<NoBuy>("noBuy", "Assets that are not bought.", l => l.Symbols, symbols => new NoBuy(symbols)),
        OfSymbols<NoSell>("noSell", "Assets that are not sold.", l => l.Symbols, symbols => new NoSell(symbols)),
        OfSymbols<DoNotHold>("doNotHold", "Assets that are sold altogether.", l => l.Symbols, symbols => new DoNotHold(symbols)),
        DocumentForm.Of<TermAtMost>("atMost", "A cost that may not exceed a bound.", fields =>
        {
            var cost = fields.Required("cost", DocumentKinds.Term, "the cost", l => l.Term);
            var bound = fields.Required("bound", Number, "its largest value", l => l.Bound);
            return values => new TermAtMost(values.Get(cost), values.Get(bound));
        }),
        DocumentForm.Of<CostBudget>("costBudget", "Several costs whose sum may not exceed a bound.", fields =>
        {
            var costs = fields.Required("costs", ListOf(DocumentKinds.Term), "the costs", l => l.LimitedTerms);
            var bound = fields.Required("bound", Number, "their largest sum", l => l.Bound);
            return values => new CostBudget(values.Get(bound), [.. values.Get(costs)]);
        }),
    ];

    private static DocumentForm OfSymbols<T>(string name, string description, Func<T, IReadOnlyList<string>> get, Func<string[], T> make) where T : Limit => DocumentForm.Of<T>(name, description, fields =>
    {
        var symbols = fields.Required("symbols", ListOf(Text), "the assets", get);
        return values => make([.. values.Get(symbols)]);
    });
}
