namespace Rebalancing;

/// <summary>How one liquidity bucket trades.</summary>
/// <param name="TradeCost">Cost of each unit traded, fraction of traded value, not negative.</param>
/// <param name="SaleWindow">Value that can be sold of each asset without a forced-sale discount, base currency, not negative; infinite when there is no such discount.</param>
/// <param name="ForcedSaleDiscount">What each unit sold beyond the window loses, fraction of its value, not negative.</param>
public readonly record struct LiquidityTier(double TradeCost, double SaleWindow = double.PositiveInfinity, double ForcedSaleDiscount = 0);
