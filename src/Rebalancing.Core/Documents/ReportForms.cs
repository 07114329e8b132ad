using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How results stand in documents.</summary>
internal static class ReportForms
{
    private static readonly DocumentForm<Trade> TradeForm = DocumentForm.Of<Trade>("trade", "One order.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", t => t.Symbol);
        var side = fields.Required("side", OneOf<TradeSide>(), "buy or sell", t => t.Side);
        var shares = fields.Optional("shares", OrNull(Money), null, "quantity, > 0; left out where no price is known", t => t.Shares);
        var price = fields.Optional("price", OrNull(Money), null, "price of a share, base currency", t => t.Price);
        var money = fields.Required("money", Money, "value traded, base currency, before costs", t => t.Money);
        var weight = fields.Required("weight", Number, "change of the position, fraction of account value", t => t.Weight);
        var before = fields.Required("weightBefore", Number, "position before, fraction of account value", t => t.WeightBefore);
        var after = fields.Required("weightAfter", Number, "position after, fraction of account value", t => t.WeightAfter);
        return values => new Trade(values.Get(symbol), values.Get(side), values.Get(shares), values.Get(price), values.Get(money), values.Get(weight), values.Get(before), values.Get(after));
    });

    private static readonly DocumentForm<CostLine> CostForm = DocumentForm.Of<CostLine>("costLine", "Value of one cost for doing nothing, the target and the plan.", fields =>
    {
        var name = fields.Required("name", Text, "the cost", c => c.Name);
        var weight = fields.Required("weight", Number, "its weight in the objective", c => c.Weight);
        var once = fields.Optional("isOneOff", Flag, false, "paid once, not a year", c => c.IsOneOff);
        var measure = fields.Optional("measure", OneOf<Measure>(), Measure.Fraction, "unit of its values", c => c.Measure);
        var value = fields.Required("accountValue", Money, "base currency for a value of one", c => c.Plan.AccountValue);
        var nothing = fields.Optional("doNothing", OrNull(Number), null, "value of doing nothing", c => Finite(c.DoNothing.Value));
        var target = fields.Optional("target", OrNull(Number), null, "value of the target", c => c.Target is { } given ? Finite(given.Value) : null);
        var plan = fields.Optional("plan", OrNull(Number), null, "value of the plan", c => Finite(c.Plan.Value));
        return values => new CostLine(values.Get(name), values.Get(weight), values.Get(once), new CostFigure(values.Get(nothing) ?? double.NaN, values.Get(value)),
            values.Get(target) is { } known ? new CostFigure(known, values.Get(value)) : null, new CostFigure(values.Get(plan) ?? double.NaN, values.Get(value))) { Measure = values.Get(measure) };
    });

    private static readonly DocumentForm<LimitLine> LimitForm = DocumentForm.Of<LimitLine>("limitLine", "How one limit fares.", fields =>
    {
        var name = fields.Required("name", Text, "the limit", l => l.Name);
        var measure = fields.Optional("measure", OneOf<Measure>(), Measure.Fraction, "unit of its values", l => l.Measure);
        var nothing = fields.Required("doNothing", Number, "by how much doing nothing exceeds it; not positive when met", l => l.DoNothing);
        var plan = fields.Required("plan", Number, "by how much the plan exceeds it; not positive when met", l => l.Plan);
        var where = fields.Optional<string?>("where", Text!, null, "where it is tightest", l => l.Where);
        return values => new LimitLine(values.Get(name), values.Get(nothing), values.Get(plan), values.Get(where)) { Measure = values.Get(measure) };
    });

    private static readonly DocumentForm<Reason> ReasonForm = DocumentForm.Of<Reason>("reason", "What a cost or limit says about a trade.", fields =>
    {
        var owner = fields.Required("owner", Text, "the cost or limit", r => r.Owner);
        var isLimit = fields.Optional("isLimit", Flag, false, "whether it is a limit", r => r.IsLimit);
        var bps = fields.Required("bps", Number, "marginal effect, basis points; negative speaks for the trade", r => r.Bps);
        return values => new Reason(values.Get(owner), values.Get(isLimit), values.Get(bps));
    });

    private static readonly DocumentForm<TradeReasons> ReasonsForm = DocumentForm.Of<TradeReasons>("tradeReasons", "Why one asset is traded.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", t => t.Symbol);
        var weight = fields.Required("weight", Number, "change of the position, fraction of account value", t => t.Weight);
        var reasons = fields.Required("reasons", ListOf(new FormKind<Reason>(ReasonForm)), "they add up to what is unexplained", t => t.Reasons);
        var note = fields.Optional<string?>("note", Text!, null, "what the reasons leave unsaid", t => t.Note);
        var rest = fields.Required("unexplained", Number, "what the reasons leave, basis points", t => t.Unexplained);
        return values => new TradeReasons(values.Get(symbol), values.Get(weight), values.Get(reasons), values.Get(rest)) { Note = values.Get(note) };
    });

    private static readonly DocumentForm<NoTradeInterval> IntervalForm = DocumentForm.Of<NoTradeInterval>("noTradeInterval", "Where one asset is not traded.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", i => i.Symbol);
        var weight = fields.Required("weight", Number, "what is held, fraction of account value", i => i.Weight);
        var low = fields.Optional("low", LowerBound, double.NegativeInfinity, "least weight that is not bought", i => i.Low);
        var high = fields.Optional("high", UpperBound, double.PositiveInfinity, "largest weight that is not sold", i => i.High);
        return values => new NoTradeInterval(values.Get(symbol), values.Get(weight), values.Get(low), values.Get(high));
    });

    private static readonly DocumentForm<LimitPrice> PriceForm = DocumentForm.Of<LimitPrice>("limitPrice", "Worth of one unit of a limit.", fields =>
    {
        var limit = fields.Required("limit", Text, "the limit", p => p.Limit);
        var where = fields.Optional<string?>("where", Text!, null, "where it binds", p => p.Where);
        var price = fields.Required("price", Number, "objective a year for one unit", p => p.Price);
        return values => new LimitPrice(values.Get(limit), values.Get(where), values.Get(price));
    });

    public static DocumentForm<RebalanceReport> Report { get; } = DocumentForm.Of<RebalanceReport>("report", "A result.", fields =>
    {
        var account = fields.Optional("account", Text, "", "name of the account", r => r.Account);
        var library = fields.Required("library", Text, "version of the library that found it", r => r.Library);
        var status = fields.Required("status", OneOf<RebalanceStatus>(), "how it ended", r => r.Status);
        var engine = fields.Optional("engine", Text, "", "the engine, and why it ran", r => r.Engine);
        var iterations = fields.Optional("iterations", Integer, 0, "iterations of the engine", r => r.Iterations);
        var objective = fields.Optional("objective", OrNull(Number), null, "objective a year", r => r.Objective);
        var bound = fields.Optional("lowerBound", OrNull(Number), null, "no allowed plan has a smaller objective", r => r.LowerBound);
        var residual = fields.Optional("primalResidual", OrNull(Number), null, "largest violation before rounding", r => r.PrimalResidual);
        var value = fields.Optional("accountValue", OrNull(Money), null, "account value before trading, base currency", r => r.AccountValue);
        var before = fields.Optional("cashBefore", OrNull(Money), null, "cash before trading, base currency", r => r.CashBefore);
        var after = fields.Optional("cashAfter", OrNull(Money), null, "cash after trading and costs, base currency", r => r.CashAfter);
        var paid = fields.Optional("costsPaid", OrNull(Money), null, "costs that leave the cash line, base currency", r => r.CostsPaid);
        var trades = fields.Optional("trades", ListOf(new FormKind<Trade>(TradeForm)), [], "orders, sells first", r => r.Trades);
        var weights = fields.Optional("weightsAfter", NumbersKind.Shared, [], "positions after trading, in universe order", r => [.. r.WeightsAfter]);
        var costs = fields.Optional("costs", ListOf(new FormKind<CostLine>(CostForm)), [], "value of each cost", r => r.Costs);
        var limits = fields.Optional("limits", ListOf(new FormKind<LimitLine>(LimitForm)), [], "how each limit fares", r => r.Limits);
        var reasons = fields.Optional("reasons", ListOf(new FormKind<TradeReasons>(ReasonsForm)), [], "why each asset is traded", r => r.Reasons);
        var noTrade = fields.Optional("noTrade", ListOf(new FormKind<NoTradeInterval>(IntervalForm)), [], "where assets are not traded", r => r.NoTrade);
        var prices = fields.Optional("prices", ListOf(new FormKind<LimitPrice>(PriceForm)), [], "prices of the limits that bind", r => r.Prices);
        var problems = fields.Optional("problems", ListOf(Text), [], "why there is no plan", r => r.Problems);
        var hash = fields.Required("hash", Text, "SHA-256 of status, weights and orders", r => r.Hash);
        return values => new RebalanceReport
        {
            Account = values.Get(account), Library = values.Get(library), Status = values.Get(status), Engine = values.Get(engine), Iterations = values.Get(iterations),
            Objective = values.Get(objective), LowerBound = values.Get(bound), PrimalResidual = values.Get(residual), AccountValue = values.Get(value), CashBefore = values.Get(before),
            CashAfter = values.Get(after), CostsPaid = values.Get(paid), Trades = values.Get(trades), WeightsAfter = values.Get(weights), Costs = values.Get(costs),
            Limits = values.Get(limits), Reasons = values.Get(reasons), NoTrade = values.Get(noTrade), Prices = values.Get(prices), Problems = values.Get(problems), Hash = values.Get(hash),
        };
    });

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
