namespace Rebalancing.Testing.Tests;

public class CsvTableTests
{
    [Test]
    public void Parse_QuotedCellsAndBothLineEnds_ReadsTheCells()
    {
        var table = CsvTable.Parse("t", "a,b\r\n\"1,5\",\n2,3.5\n\n");
        Assert.That(table.Rows, Has.Count.EqualTo(2));
        Assert.That(table.Text(0, "a"), Is.EqualTo("1,5"));
        Assert.That(table.Number(0, "b"), Is.Null);
        Assert.That(table.Number(1, "b"), Is.EqualTo(3.5));
    }

    [Test]
    public void Parse_ARaggedRow_SaysWhichRow()
    {
        Assert.That(() => CsvTable.Parse("t", "a,b\n1,2\n3\n"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("row 2 has 1 cells; the header has 2"));
    }

    [Test]
    public void Number_OfAWord_NamesTheCell()
    {
        var table = CsvTable.Parse("t.csv", "a\nx\n");
        Assert.That(() => table.Number(0, "a"), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("t.csv, row 1, column a: 'x' is not a number"));
        Assert.That(() => table.Text(0, "b"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("has no column b"));
    }
}
