using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How the parts of terms and limits stand in documents. Structures travel in boxes, because forms make objects.</summary>
internal static class PartForms
{
    public static DocumentForm<CostTierBox> CostTier { get; } = DocumentForm.Of<CostTierBox>("costTier", "One tier of a fee schedule.", fields =>
    {
        var from = fields.Required("from", Money, "trade value from which the rate applies, base currency", b => b.Tier.From);
        var rate = fields.Required("rate", Number, "fraction of traded value, >= 0", b => b.Tier.Rate);
        return values => new CostTierBox(new CostTier(values.Get(from), values.Get(rate)));
    });

    public static DocumentForm<LiquidityTierBox> LiquidityTier { get; } = DocumentForm.Of<LiquidityTierBox>("liquidityTier", "How one liquidity bucket trades.", fields =>
    {
        var cost = fields.Required("tradeCost", Number, "fraction of traded value, >= 0", b => b.Tier.TradeCost);
        var window = fields.Optional("saleWindow", UpperBound, double.PositiveInfinity, "value that sells without discount, base currency; null for any", b => b.Tier.SaleWindow);
        var discount = fields.Optional("forcedSaleDiscount", Number, 0.0, "discount beyond the window, fraction of value, >= 0", b => b.Tier.ForcedSaleDiscount);
        return values => new LiquidityTierBox(new LiquidityTier(values.Get(cost), values.Get(window), values.Get(discount)));
    });

    public static DocumentForm<LiquidityDemandBox> LiquidityDemand { get; } = DocumentForm.Of<LiquidityDemandBox>("liquidityDemand", "What must be sellable within some days.", fields =>
    {
        var days = fields.Required("days", Number, "trading days, > 0", b => b.Demand.Days);
        var least = fields.Required("atLeast", Number, "fraction of the account, 0 to 1", b => b.Demand.AtLeast);
        return values => new LiquidityDemandBox(new LiquidityDemand(values.Get(days), values.Get(least)));
    });

    public static DocumentForm<HoldingLock> HoldingLock { get; } = DocumentForm.Of<HoldingLock>("holdingLock", "A holding that may not be sold before a day.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", l => l.Symbol);
        var until = fields.Required("until", Date, "first day on which it may be traded", l => l.Until);
        var buying = fields.Optional("buyingAllowed", Flag, false, "whether more may be bought meanwhile", l => l.BuyingAllowed);
        return values => new HoldingLock(values.Get(symbol), values.Get(until), values.Get(buying));
    });

    public static DocumentForm<TaxLot> TaxLot { get; } = DocumentForm.Of<TaxLot>("taxLot", "Shares bought together.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", l => l.Symbol);
        var shares = fields.Required("shares", Money, "quantity, > 0", l => l.Shares);
        var cost = fields.Required("costPerShare", Money, "cost a share, base currency, >= 0", l => l.CostPerShare);
        var acquired = fields.Required("acquired", Date, "day of purchase", l => l.Acquired);
        var id = fields.Optional("id", Text, "", "name in reports", l => l.Id);
        var account = fields.Optional("account", Text, "", "account that holds it, in a household", l => l.Account);
        var held = fields.Optional("heldFrom", OrNull(Date), null, "day from which the holding period counts; day of purchase when left out", l => l.HeldFrom == l.Acquired ? null : l.HeldFrom);
        return values => new TaxLot(values.Get(symbol), values.Get(shares), values.Get(cost), values.Get(acquired)) { Id = values.Get(id), Account = values.Get(account), HeldFrom = values.Get(held) ?? values.Get(acquired) };
    });

    public static DocumentForm<OpenOrder> OpenOrder { get; } = DocumentForm.Of<OpenOrder>("openOrder", "An order that still works.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "the asset", o => o.Symbol);
        var shares = fields.Required("shares", Money, "quantity not yet filled; negative for sales", o => o.Shares);
        var filled = fields.Optional("filledShares", Money, 0m, "quantity filled that is not yet in the account's shares and cash, with the sign of the order", o => o.FilledShares);
        var price = fields.Optional("filledPrice", Money, 0m, "average price of what was filled, base currency", o => o.FilledPrice);
        return values => new OpenOrder(values.Get(symbol), values.Get(shares)) { FilledShares = values.Get(filled), FilledPrice = values.Get(price) };
    });

    public static DocumentForm<Asset> Asset { get; } = DocumentForm.Of<Asset>("asset", "An asset and its data.", fields =>
    {
        var symbol = fields.Required("symbol", Text, "unique name", a => a.Symbol);
        var price = fields.Optional("price", OrNull(Money), null, "price in its currency, > 0", a => a.Price);
        var priceDate = fields.Optional("priceDate", OrNull(Date), null, "day of the price", a => a.PriceDate);
        var lot = fields.Optional("lotSize", Money, 1m, "smallest tradable quantity, shares, > 0", a => a.LotSize);
        var assetClass = fields.Optional("assetClass", Text, "", "asset class", a => a.AssetClass);
        var sector = fields.Optional("sector", Text, "", "sector", a => a.Sector);
        var currency = fields.Optional("currency", Text, "", "currency of the price; base currency when left out", a => a.Currency);
        var bucket = fields.Optional("liquidityBucket", Text, "", "liquidity bucket", a => a.LiquidityBucket);
        var spread = fields.Optional("quotedSpread", OrNull(Number), null, "bid to ask, fraction of the price, >= 0", a => a.QuotedSpread);
        var volume = fields.Optional("dailyVolumeShares", OrNull(Number), null, "shares traded a day, >= 0", a => a.DailyVolumeShares);
        return values => new Asset(values.Get(symbol))
        {
            Price = values.Get(price), PriceDate = values.Get(priceDate), LotSize = values.Get(lot), AssetClass = values.Get(assetClass), Sector = values.Get(sector),
            Currency = values.Get(currency), LiquidityBucket = values.Get(bucket), QuotedSpread = values.Get(spread), DailyVolumeShares = values.Get(volume),
        };
    });
}

/// <summary>A tier that is an object.</summary>
internal sealed record CostTierBox(CostTier Tier);

/// <summary>A tier that is an object.</summary>
internal sealed record LiquidityTierBox(LiquidityTier Tier);

/// <summary>A demand that is an object.</summary>
internal sealed record LiquidityDemandBox(LiquidityDemand Demand);
