namespace Rebalancing.Docs.Tests;

/// <summary>The term that the page on documents gives a place in them.</summary>
public sealed class CarbonCost(AssetValues tonnes, double price) : Term
{
    public AssetValues Tonnes => tonnes;

    public double Price => price;

    protected override void Lower(ProgramWriter program, in AccountView account) => program.Linear(program.Holdings, [.. tonnes.Select(t => t * price)]);
}
