namespace Rebalancing.PublicApi.Tests;

public class PublicSurfaceTextTests
{
    private static readonly IReadOnlyList<string> Lines = PublicSurface.Of(typeof(PublicSurfaceTextTests).Assembly);

    [TestCase("Rebalancing.PublicApi.Tests.Sample<T> : sealed class, IDisposable")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.new(int count = 3, string? name = null)")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.Count { get; init; required; } : int")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.this[int index] { get; } : T")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.Limit = 7 : const int")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.Convert<U>(IReadOnlyList<T> values, out double? best) : static U[]")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.op_Addition(Rebalancing.PublicApi.Tests.Sample<T> a, Rebalancing.PublicApi.Tests.Sample<T> b) : static Rebalancing.PublicApi.Tests.Sample<T>")]
    [TestCase("Rebalancing.PublicApi.Tests.Sample<T>.Hidden() : void", false)]
    public void Of_ASampleType_HasTheLine(string line, bool expected = true)
    {
        Assert.That(Lines.Contains(line), Is.EqualTo(expected), string.Join(Environment.NewLine, Lines.Where(l => l.Contains("Sample", StringComparison.Ordinal))));
    }

    [Test]
    public void Of_AnAssembly_IsSortedWithoutDoubles()
    {
        Assert.That(Lines, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(Lines, Is.Unique);
    }
}
