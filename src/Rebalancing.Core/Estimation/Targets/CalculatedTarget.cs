namespace Rebalancing;

/// <summary>A rule whose weights are a function of the known returns and the date.</summary>
internal sealed class CalculatedTarget(string name, Func<ReturnSeries, DateOnly, AssetValues> weights) : TargetRule
{
    public override string Name => name;

    protected internal override AssetValues Weights(ReturnSeries known, DateOnly date) => weights(known, date);
}
