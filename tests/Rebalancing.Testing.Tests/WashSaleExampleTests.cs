namespace Rebalancing.Testing.Tests;

public class WashSaleExampleTests
{
    private static readonly IReadOnlyList<WashSaleExample> Examples = WashSaleExample.ReadAll();

    [Test]
    public void ReadAll_Examples_AreTheNineOfTheSource()
    {
        Assert.That(Examples, Has.Count.EqualTo(9));
        Assert.That(Examples.Count(e => e.Name.StartsWith("irs550_", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    // Publication 550: 100 shares sold at a $1,000 loss, 75 replaced: $750 disallowed, new bases $3,250 and $1,375.
    [Test]
    public void ReadAll_IrsExampleWithPartialReplacement_HasTheNumbersOfItsText()
    {
        var example = Examples.Single(e => e.Name == "irs550_example_2");
        Assert.That(example.Before.Select(l => l.Basis), Is.EqualTo(new[] { 5000m, 2750m, 1125m }));
        Assert.That(example.After.Where(l => l.IsWashSale).Sum(l => l.Disallowed), Is.EqualTo(750m));
        Assert.That(example.After.Where(l => l.IsReplacement).Select(l => l.Basis), Is.EqualTo(new[] { 3250m, 1375m }));
        Assert.That(example.Text, Does.Contain("$1,375"));
        Assert.That(example.Before[0].Bought, Is.EqualTo(new DateOnly(2013, 9, 26)));
        Assert.That(example.Before[1].Sold, Is.Null);
    }

    // What a loss loses in deduction a replacement gains in basis.
    [Test]
    public void After_EveryExample_KeepsSharesAndMovesDisallowedLossesIntoBasis()
    {
        foreach (var example in Examples)
        {
            Assert.That(example.After.Sum(l => l.Count), Is.EqualTo(example.Before.Sum(l => l.Count)), example.Name);
            var basisMoved = example.After.Sum(l => l.Basis) - example.Before.Sum(l => l.Basis);
            Assert.That(basisMoved, Is.EqualTo(example.After.Sum(l => l.Disallowed)).Within(Tolerances.Money), example.Name);
        }
    }
}
