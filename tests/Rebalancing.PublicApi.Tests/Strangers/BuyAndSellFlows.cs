namespace Rebalancing.PublicApi.Tests;

/// <summary>A stranger's trading cost, written with a buying and a selling flow an asset instead of a kink: value = least sum of cost_i (buy_i + sell_i) with buy_i - sell_i = z_i.</summary>
public sealed class BuyAndSellFlows(AssetValues cost) : Term
{
    private readonly int[] _asset = [.. cost.SelectMany((_, i) => new[] { i, i })];
    private readonly double[] _sign = [.. cost.SelectMany(_ => new[] { 1.0, -1.0 })];
    private readonly double[] _free = [.. cost.SelectMany(_ => new[] { double.PositiveInfinity, double.PositiveInfinity })];
    private readonly double[] _slope = [.. cost.SelectMany(c => new[] { c, c })];

    protected override bool IsOneOff => true;

    protected override void Lower(ProgramWriter program, in AccountView account) =>
        program.Linear(program.Flows(program.Trades, _asset, _sign, _free, "buys and sells"), _slope);
}
