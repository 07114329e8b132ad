namespace Rebalancing.PublicApi.Tests;

/// <summary>A stranger's term: what the carbon of long positions costs a year, value = sum of price * tons_i * (w_i)_+.</summary>
public sealed class CarbonCost(AssetValues tons, double price) : Term
{
    private readonly double[] _zero = new double[tons.Count];
    private readonly double[] _slope = [.. tons.Select(t => price * t)];

    protected override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.Holdings, new Kink { At = _zero, SlopeBelow = _zero, SlopeAbove = _slope });
}
