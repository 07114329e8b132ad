namespace Rebalancing;

/// <summary>What one trade does to one factor.</summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Trade">Change of the position as a fraction of account value: positive buys, negative sells.</param>
/// <param name="Change">Change of the portfolio's exposure to the factor: trade times loading.</param>
public readonly record struct FactorMove(string Symbol, double Trade, double Change);
