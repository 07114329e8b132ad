namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>A map refuses bad numbers when it is made, and says which number it was.</summary>
public class MapValidationTests
{
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void DenseMap_NumberThatIsNotFinite_ThrowsWithItsPlace(double bad)
    {
        double[] values = [1, 2, 3, 4, 5, bad];

        Assert.That(() => DenseMap.FromRows(values, 2, 3), Throws.ArgumentException.With.Message.Contains("row 1, column 2").And.Message.Contains(bad.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(() => DenseMap.FromColumns(values, 2, 3), Throws.ArgumentException.With.Message.Contains("row 1, column 2"));
    }

    [Test]
    public void DenseMap_NumberTooLargeToSquare_ThrowsWithItsPlace() =>
        Assert.That(() => DenseMap.FromRows([1, 1e200, 3], 1, 3), Throws.ArgumentException.With.Message.Contains("column 1"));

    [Test]
    public void DenseMap_WrongCount_ThrowsWithBothCounts() =>
        Assert.That(() => DenseMap.FromRows(new double[5], 2, 3), Throws.ArgumentException.With.Message.Contains("2 x 3").And.Message.Contains("5"));

    [TestCase(-2)]
    [TestCase(2)]
    public void GroupMap_GroupOutOfRange_ThrowsWithCoordinateAndGroup(int group) =>
        Assert.That(() => new GroupMap([0, 1, group], 2), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("coordinate 2").And.Message.Contains($"group {group}"));

    [Test]
    public void GroupMap_EmptyGroupAndNoGroup_AreAllowed()
    {
        var map = new GroupMap([0, -1, 2], 4);
        double[] y = [9, 9, 9, 9];

        map.Apply([1, 2, 3], y);

        Assert.That(y, Is.EqualTo(new[] { 1.0, 0, 3, 0 }));
    }

    [Test]
    public void SumMap_NaN_ThrowsWithItsIndex() =>
        Assert.That(() => new SumMap([1, double.NaN]), Throws.ArgumentException.With.Message.Contains("index 1").And.Message.Contains("NaN"));

    [Test]
    public void SparseMap_ColumnOutOfRange_ThrowsWithRowAndColumn() =>
        Assert.That(() => new SparseMap(2, 3, [0, 1, 2], [0, 3], [1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("row 1").And.Message.Contains("column 3"));

    [Test]
    public void SparseMap_FallingRowStarts_ThrowsWithTheRow() =>
        Assert.That(() => new SparseMap(2, 3, [0, 2, 1], [0], [1]), Throws.ArgumentException.With.Message.Contains("row 1"));

    [Test]
    public void SparseMap_CountsThatDisagree_ThrowsWithAllOfThem() =>
        Assert.That(() => new SparseMap(2, 3, [0, 1, 2], [0, 1], [1]), Throws.ArgumentException.With.Message.Contains("2 columns").And.Message.Contains("1 values"));

    [Test]
    public void SparseMap_NaN_ThrowsWithItsIndex() =>
        Assert.That(() => new SparseMap(1, 2, [0, 2], [0, 1], [1, double.NaN]), Throws.ArgumentException.With.Message.Contains("index 1"));

    [Test]
    public void SparseMap_ColumnTwiceInARow_ThrowsWithRowAndColumn() =>
        Assert.That(() => new SparseMap(1, 2, [0, 2], [1, 1], [1, 2]), Throws.ArgumentException.With.Message.Contains("row 0").And.Message.Contains("column 1"));
}
