namespace Rebalancing.Testing.Tests;

public class SparseColumnsTests
{
    //     | 1 . 4 |
    // A = | . 3 5 |
    private static SparseColumns Example() => new(2, [0, 1, 2, 4], [0, 1, 0, 1], [1, 3, 4, 5]);

    [Test]
    public void Times_AVector_IsTheMatrixProduct()
    {
        Assert.That(Example().Times([1, 10, 100]), Is.EqualTo(new[] { 401.0, 530 }));
        Assert.That(Example().TransposeTimes([1, 10]), Is.EqualTo(new[] { 1.0, 30, 54 }));
        Assert.That(Example().ToDense(), Is.EqualTo(new[,] { { 1.0, 0, 4 }, { 0, 3, 5 } }));
    }

    [Test]
    public void SymmetricTimes_AnUpperTriangle_UsesBothHalves()
    {
        // [2 1; 1 5]
        var upper = new SparseColumns(2, [0, 1, 3], [0, 0, 1], [2, 1, 5]);
        Assert.That(upper.SymmetricTimes([1, 10]), Is.EqualTo(new[] { 12.0, 51 }));
    }

    [Test]
    public void Constructor_ARowOutside_SaysWhich()
    {
        Assert.That(() => new SparseColumns(2, [0, 1], [2], [1]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("row 2 is outside 0..1"));
    }
}
