using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How discrete rules and fixed costs stand in documents.</summary>
internal static class DiscreteForms
{
    public static IReadOnlyList<DocumentForm> Terms { get; } =
    [
        DocumentForm.Of<TicketCost>("ticketCost", "A fixed charge an order.", fields =>
        {
            var ticket = fields.Optional("ticket", OrNull(Number), null, "money an order, > 0, when it is the same for all", t => t.Ticket);
            var buy = fields.Optional<AssetValues?>("buy", DocumentKinds.AssetValues!, null, "money a purchase, >= 0", t => t.Buy);
            var sell = fields.Optional<AssetValues?>("sell", DocumentKinds.AssetValues!, null, "money a sale, >= 0", t => t.Sell);
            return values => (values.Get(ticket), values.Get(buy), values.Get(sell)) switch
            {
                ({ } same, null, null) => new TicketCost(same),
                (null, { } purchase, { } sale) => new TicketCost(purchase, sale),
                _ => throw new ArgumentException("a ticket cost needs either ticket, or buy and sell"),
            };
        }),
    ];

    public static IReadOnlyList<DocumentForm> Limits { get; } =
    [
        Sizes("minHolding", "Positions are zero or at least a size.", l => l.Least, l => l.LeastByAsset, same => new MinHolding(same), each => new MinHolding(each)),
        Sizes("minTrade", "Trades are zero or at least a size.", l => l.Least, l => l.LeastByAsset, same => new MinTrade(same), each => new MinTrade(each)),
        Counted("maxNames", "At most so many positions.", l => l.Most, l => l.Symbols, (most, among) => new MaxNames(most, among)),
        Counted("maxTrades", "At most so many trades.", l => l.Most, l => l.Symbols, (most, among) => new MaxTrades(most, among)),
        DocumentForm.Of<MinNames>("minNames", "At least so many positions of a size.", fields =>
        {
            var least = fields.Required("least", Integer, "least number of positions, >= 1", l => l.Least);
            var size = fields.Required("size", Number, "from which size a position counts, fraction of account value", l => l.Size);
            var among = fields.Optional("among", ListOf(Text), [], "symbols that are counted; all when left out", l => l.Symbols);
            return values => new MinNames(values.Get(least), values.Get(size), [.. values.Get(among)]);
        }),
        DocumentForm.Of<RoundLots>("roundLots", "Trades are whole lots.", fields =>
        {
            var keep = fields.Optional("keepOddLots", Flag, false, "whether positions smaller than a lot may stay", l => l.KeepOddLots);
            return values => new RoundLots(values.Get(keep));
        }),
        DocumentForm.Of<UcitsFiveTenForty>("ucitsFiveTenForty", "The 5/10/40 rule.", fields =>
        {
            var cap = fields.Optional("cap", Number, 0.10, "largest position, fraction of account value", l => l.Cap);
            var threshold = fields.Optional("threshold", Number, 0.05, "from where positions are added up", l => l.Threshold);
            var most = fields.Optional("most", Number, 0.40, "largest sum of those above the threshold", l => l.Most);
            return values => new UcitsFiveTenForty(values.Get(cap), values.Get(threshold), values.Get(most));
        }),
        DocumentForm.Of<EitherOr>("eitherOr", "A sum of holdings lies in one range or else in another.", fields =>
        {
            var firstLower = fields.Optional("firstLower", LowerBound, double.NegativeInfinity, "lower end of one range; null for none", l => l.First.Lower);
            var firstUpper = fields.Optional("firstUpper", UpperBound, double.PositiveInfinity, "its upper end; null for none", l => l.First.Upper);
            var secondLower = fields.Optional("secondLower", LowerBound, double.NegativeInfinity, "lower end of the other; null for none", l => l.Second.Lower);
            var secondUpper = fields.Optional("secondUpper", UpperBound, double.PositiveInfinity, "its upper end; null for none", l => l.Second.Upper);
            var symbols = fields.Optional("symbols", ListOf(Text), [], "assets whose holdings are added", l => l.Symbols);
            var coefficients = fields.Optional<AssetValues?>("coefficients", DocumentKinds.AssetValues!, null, "or a weighted sum: one coefficient an asset", l => l.Coefficients);
            return values => values.Get(coefficients) is { } weighted
                ? new EitherOr((values.Get(firstLower), values.Get(firstUpper)), (values.Get(secondLower), values.Get(secondUpper)), weighted)
                : new EitherOr((values.Get(firstLower), values.Get(firstUpper)), (values.Get(secondLower), values.Get(secondUpper)), [.. values.Get(symbols)]);
        }),
        DocumentForm.Of<NotBoth>("notBoth", "Of two assets at most one is held.", fields =>
        {
            var one = fields.Required("one", Text, "a symbol", l => l.One);
            var other = fields.Required("other", Text, "another", l => l.Other);
            return values => new NotBoth(values.Get(one), values.Get(other));
        }),
    ];

    private static DocumentForm Sizes<T>(string name, string description, Func<T, double> same, Func<T, AssetValues?> each, Func<double, T> makeSame, Func<AssetValues, T> makeEach) where T : Limit => DocumentForm.Of<T>(name, description, fields =>
    {
        var least = fields.Optional("least", OrNull(Number), null, "least size, fraction of account value, when it is the same for all", l => each(l) is null ? same(l) : null);
        var byAsset = fields.Optional<AssetValues?>("leastByAsset", DocumentKinds.AssetValues!, null, "least sizes, fractions of account value, >= 0", each);
        return values => (values.Get(least), values.Get(byAsset)) switch
        {
            ({ } all, null) => makeSame(all),
            (null, { } sizes) => makeEach(sizes),
            _ => throw new ArgumentException("it needs either least or leastByAsset"),
        };
    });

    private static DocumentForm Counted<T>(string name, string description, Func<T, int> most, Func<T, IReadOnlyList<string>> among, Func<int, string[], T> make) where T : Limit => DocumentForm.Of<T>(name, description, fields =>
    {
        var number = fields.Required("most", Integer, "largest number, >= 1", most);
        var symbols = fields.Optional("among", ListOf(Text), [], "symbols that are counted; all when left out", among);
        return values => make(values.Get(number), [.. values.Get(symbols)]);
    });
}
