using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How the library's terms stand in documents.</summary>
internal static class TermForms
{
    public static IReadOnlyList<DocumentForm> All { get; } =
    [
        DocumentForm.Of<ExpectedReturn>("expectedReturn", "Expected return a year, as a negative cost.", fields =>
        {
            var returns = fields.Required("returns", DocumentKinds.AssetValues, "expected returns, fractions a year", t => t.Returns);
            var cash = fields.Optional("cashRate", Number, 0.0, "return of cash, fraction a year", t => t.CashRate);
            return values => new ExpectedReturn(values.Get(returns), values.Get(cash));
        }),
        DocumentForm.Of<RobustReturn>("robustReturn", "Expected return in the worst case of a box or an ellipsoid of uncertainty.", fields =>
        {
            var returns = fields.Required("returns", DocumentKinds.AssetValues, "expected returns, fractions a year", t => t.Returns);
            var halfWidths = fields.Optional<AssetValues?>("halfWidths", DocumentKinds.AssetValues!, null, "box: how far each return may be off, fractions a year, >= 0", t => t.Uncertainty.HalfWidths);
            var covariance = fields.Optional<RiskModel?>("covariance", Risk!, null, "ellipsoid: covariance of the estimates' errors", t => t.Uncertainty.Covariance);
            var radius = fields.Optional("radius", Number, 0.0, "ellipsoid: size in standard errors, >= 0", t => t.Uncertainty.Radius);
            return values => new RobustReturn(values.Get(returns), (values.Get(halfWidths), values.Get(covariance)) switch
            {
                ({ } box, null) => ReturnUncertainty.Box(box),
                (null, { } ellipsoid) => ReturnUncertainty.Ellipsoid(ellipsoid, values.Get(radius)),
                _ => throw new ArgumentException("a robust return needs either halfWidths or covariance with radius"),
            });
        }),
        OfRisk<Variance>("variance", "Variance w'Sw a year.", t => t.Risk, risk => new Variance(risk)),
        OfRisk<Volatility>("volatility", "Volatility sqrt(w'Sw) a year.", t => t.Risk, risk => new Volatility(risk)),
        OfTarget<TrackingError>("trackingError", "Tracking error sqrt((w - b)'S(w - b)) a year.", t => t.Risk, t => t.Target, (risk, target) => new TrackingError(risk, target)),
        OfTarget<TrackingVariance>("trackingVariance", "Squared tracking error (w - b)'S(w - b) a year.", t => t.Risk, t => t.Target, (risk, target) => new TrackingVariance(risk, target)),
        DocumentForm.Of<TargetDistance>("targetDistance", "Distance of the weights from a target.", fields =>
        {
            var target = fields.Required("target", DocumentKinds.AssetValues, "target weights, fractions of account value", t => t.Target);
            var distance = fields.Optional("distance", OneOf<DistanceKind>(), DistanceKind.Squared, "absolute or squared deviations", t => t.Distance);
            var scale = fields.Optional<AssetValues?>("scale", DocumentKinds.AssetValues!, null, "factor of each asset's deviation, >= 0; 1 when left out", t => t.Scale);
            return values => new TargetDistance(values.Get(target), values.Get(distance), values.Get(scale));
        }),
        DocumentForm.Of<TradingCost>("tradingCost", "Half-spread and commission, proportional to what is traded.", fields =>
        {
            var buy = fields.Required("buy", DocumentKinds.AssetValues, "cost of buying, fractions of traded value, >= 0", t => t.Buy);
            var sell = fields.Required("sell", DocumentKinds.AssetValues, "cost of selling, fractions of traded value, >= 0", t => t.Sell);
            return values => new TradingCost(values.Get(buy), values.Get(sell));
        }),
        DocumentForm.Of<TieredCost>("tieredCost", "Fees that rise with the size of the trade.", fields =>
        {
            var tiers = fields.Required("tiers", ListOf(new FormKind<CostTierBox>(PartForms.CostTier)), "tiers in ascending order, the first from 0", t => [.. t.Tiers.Select(tier => new CostTierBox(tier))]);
            var assets = fields.Required("assets", Integer, "number of assets", t => t.Assets);
            return values => new TieredCost(values.Get(assets), [.. values.Get(tiers).Select(box => box.Tier)]);
        }),
        DocumentForm.Of<MarketImpact>("marketImpact", "Impact of trades on prices, a power of participation.", fields =>
        {
            var volatility = fields.Required("dailyVolatility", DocumentKinds.AssetValues, "volatility of a day, fractions", t => t.DailyVolatility);
            var volume = fields.Required("dailyTradedValue", DocumentKinds.AssetValues, "value traded in a day, base currency, > 0", t => t.DailyTradedValue);
            var coefficient = fields.Optional("coefficient", Number, 1.0, "coefficient, >= 0", t => t.Coefficient);
            var exponent = fields.Optional("exponent", Number, 1.5, "exponent in (1, 2]", t => t.Exponent);
            return values => new MarketImpact(values.Get(volatility), values.Get(volume), values.Get(coefficient), values.Get(exponent));
        }),
        DocumentForm.Of<CurrencyCost>("currencyCost", "Cost of exchanging currencies, after netting.", fields =>
        {
            var currencies = fields.Required("currencies", DocumentKinds.Grouping, "assets by currency", t => t.Currencies);
            var rates = fields.Required("rates", ByName(Number), "cost of exchanging each currency, fraction of the amount, >= 0", t => t.Rates);
            return values => new CurrencyCost(values.Get(currencies), values.Get(rates));
        }),
        DocumentForm.Of<HoldingCost>("holdingCost", "Yearly cost of holding positions.", fields =>
        {
            var rates = fields.Required("rates", DocumentKinds.AssetValues, "fractions of the position a year, >= 0", t => t.Rates);
            return values => new HoldingCost(values.Get(rates));
        }),
        DocumentForm.Of<BorrowCost>("borrowCost", "Yearly cost of short positions and of borrowed cash.", fields =>
        {
            var rates = fields.Required("rates", DocumentKinds.AssetValues, "fractions of the short position a year, >= 0", t => t.Rates);
            var cash = fields.Optional("cashRate", Number, 0.0, "interest on borrowed cash, fraction a year, >= 0", t => t.CashRate);
            return values => new BorrowCost(values.Get(rates), values.Get(cash));
        }),
        DocumentForm.Of<LiquidityPenalty>("liquidityPenalty", "Cost of trading and of forced sales, by liquidity bucket.", fields =>
        {
            var buckets = fields.Required("buckets", DocumentKinds.Grouping, "assets by bucket", t => t.Buckets);
            var tiers = fields.Required("tiers", ByName(new FormKind<LiquidityTierBox>(PartForms.LiquidityTier)), "how each bucket trades", t => t.Tiers.ToDictionary(pair => pair.Key, pair => new LiquidityTierBox(pair.Value)));
            return values => new LiquidityPenalty(values.Get(buckets), values.Get(tiers).ToDictionary(pair => pair.Key, pair => pair.Value.Tier));
        }),
        DocumentForm.Of<DaysToLiquidate>("daysToLiquidate", "Squared holdings over what can be sold in a day.", fields =>
        {
            var volume = fields.Required("dailyTradedValue", DocumentKinds.AssetValues, "value traded in a day, base currency, > 0", t => t.DailyTradedValue);
            var share = fields.Optional("shareOfVolume", Number, 0.2, "share of a day's volume that may be traded, in (0, 1]", t => t.ShareOfVolume);
            return values => new DaysToLiquidate(values.Get(volume), values.Get(share));
        }),
        DocumentForm.Of<Concentration>("concentration", "Sum of squared weights, of assets or of groups.", fields =>
        {
            var groups = fields.Optional<Grouping?>("groups", DocumentKinds.Grouping!, null, "groups whose weights count; single assets when left out", t => t.Groups);
            return values => values.Get(groups) is { } given ? new Concentration(given) : new Concentration();
        }),
        DocumentForm.Of<Turnover>("turnover", "Traded weight.", fields =>
        {
            var kind = fields.Optional("kind", OneOf<TurnoverKind>(), TurnoverKind.OneWay, "oneWay: the larger of purchases and sales; twoWay: their sum", t => t.Kind);
            return values => new Turnover(values.Get(kind));
        }),
        DocumentForm.Of<GrossExposure>("grossExposure", "Sum of absolute weights.", _ => _ => new GrossExposure()),
    ];

    private static DocumentForm OfRisk<T>(string name, string description, Func<T, RiskModel> get, Func<RiskModel, T> make) where T : Term => DocumentForm.Of<T>(name, description, fields =>
    {
        var risk = fields.Required("risk", Risk, "name of the risk model", get);
        return values => make(values.Get(risk));
    });

    private static DocumentForm OfTarget<T>(string name, string description, Func<T, RiskModel> risk, Func<T, AssetValues> target, Func<RiskModel, AssetValues, T> make) where T : Term => DocumentForm.Of<T>(name, description, fields =>
    {
        var model = fields.Required("risk", Risk, "name of the risk model", risk);
        var weights = fields.Required("target", DocumentKinds.AssetValues, "benchmark weights, fractions of account value", target);
        return values => make(values.Get(model), values.Get(weights));
    });
}
