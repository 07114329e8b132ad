using System.Globalization;
using Rebalancing.Csv;

namespace Rebalancing.Core.Tests;

/// <summary>The reader under every table: what it takes, and what it says about what it does not take.</summary>
public class CsvReaderTests
{
    [TestCase("a,b\n1,2\n3,4\n")]
    [TestCase("a,b\r\n1,2\r\n3,4")]
    [TestCase("\uFEFFa;b\r1;2\r3;4\r")]
    [TestCase("# made by\n\n! x\na\tb\n  \n1\t2\n# middle\n3\t4\n\n")]
    [TestCase(" a , \"b\" \n\"1\" , 2\n3,\"4\"")]
    public void Next_TablesOfEveryKind_HaveTheSameFields(string text)
    {
        Assert.That(Fields(text), Is.EqualTo(new[] { "a", "b", "1", "2", "3", "4" }));
    }

    [Test]
    public void Next_QuotedFields_KeepSeparatorsQuotesAndLineEnds()
    {
        Assert.That(Fields("a,b\n\"x, \"\"y\"\"\",\"one\r\ntwo\"\n\"\",z\n"), Is.EqualTo(new[] { "a", "b", "x, \"y\"", "one\ntwo", "", "z" }));
    }

    [Test]
    public void Next_EmptyFieldsBetweenTabs_AreFields() => Assert.That(Fields("a\tb\tc\n\t\t3\n1\t\t\n"), Is.EqualTo(new[] { "a", "b", "c", "", "", "3", "1", "", "" }));

    [Test]
    public void Line_AfterLineEndsInsideQuotes_IsThatOfTheFile()
    {
        CsvReader table = Open("a,b\n\"1\n2\",x\n3,oops\n");
        table.Next();
        table.Next();
        Assert.That(() => table.Number(1), Throws.TypeOf<CsvException>().With.Message.EqualTo("things, line 4, column 'b': 'oops' is not a finite number (a point separates decimals)."));
    }

    [TestCase("a,b\n1\n", "things, line 2: 1 fields; the header has 2.")]
    [TestCase("a,b\n1,2,3\n", "things, line 2: 3 fields; the header has 2.")]
    [TestCase("a,b\n\"1\"x,2\n", "things, line 2, column 'a': 'x' stands behind the closing quote; quotes inside a field are doubled.")]
    [TestCase("a,b\n1,\"2\n3,4\n", "things, line 2, column 'b': the text ends inside quotes.")]
    [TestCase("a,a\n", "things: two columns are called 'a'.")]
    [TestCase("# nothing\n", "things: no header; expected a line of column names.")]
    [TestCase("", "things: no header; expected a line of column names.")]
    public void Next_ATableThatIsWrong_IsRefusedWithItsPlace(string text, string sentence) => Assert.That(() => Fields(text), Throws.TypeOf<CsvException>().With.Message.EqualTo(sentence));

    [TestCase("1234.5", null, 1234.5)]
    [TestCase("-1.5e3", null, -1500.0)]
    [TestCase("1,234,567.25", ',', 1234567.25)]
    [TestCase("-12,345", ',', -12345.0)]
    [TestCase("1'234.5", '\'', 1234.5)]
    [TestCase("123.4567", ',', 123.4567)]
    public void Number_WellFormed_IsRead(string text, char? thousands, double value)
    {
        CsvReader table = Open($"a;b\n{text};1\n", new CsvOptions { Thousands = thousands });
        table.Next();
        Assert.That(table.Number(0), Is.EqualTo(value));
        Assert.That(table.Money(0), Is.EqualTo((decimal)value));
    }

    [TestCase("1,234.50", null, "CsvOptions.Thousands")]
    [TestCase("1'234", null, "CsvOptions.Thousands")]
    [TestCase("12,34", ',', "a point separates decimals")]
    [TestCase("1,2345", ',', "a point separates decimals")]
    [TestCase("1234,567", ',', "a point separates decimals")]
    [TestCase(",123", ',', "a point separates decimals")]
    [TestCase("1.234,567", ',', "a point separates decimals")]
    [TestCase("0,02", null, "a point separates decimals")]
    [TestCase("12.5%", null, "fractions are expected, 0.125 and not 12.5%")]
    [TestCase("NaN", null, "is not a finite number")]
    [TestCase("1e999", null, "is not a finite number")]
    [TestCase("", null, "the field is empty; expected a number")]
    public void Number_NotOne_IsRefusedWithWhatIsExpected(string text, char? thousands, string sentence)
    {
        CsvReader table = Open($"a;b\n{text};1\n", new CsvOptions { Thousands = thousands });
        table.Next();
        Assert.That(() => table.Number(0), Throws.TypeOf<CsvException>().With.Message.StartsWith("things, line 2, column 'a': ").And.Message.Contains(sentence));
        Assert.That(() => table.Money(0), Throws.TypeOf<CsvException>().With.Message.Contains(sentence));
    }

    [Test]
    public void Number_InAnotherCulture_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        // a culture with a decimal comma, made by hand: the runtime may know no culture but the invariant one
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = comma;
        try
        {
            CsvReader table = Open("a,b\n1.5,2026-03-31\n");
            table.Next();
            Assert.That((table.Number(0), table.Day(1)), Is.EqualTo((1.5, new DateOnly(2026, 3, 31))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Day_NotOne_IsRefused()
    {
        CsvReader table = Open("a\n31.03.2026\n");
        table.Next();
        Assert.That(() => table.Day(0), Throws.TypeOf<CsvException>().With.Message.EqualTo("things, line 2, column 'a': '31.03.2026' is not a day such as 2026-03-31."));
    }

    [Test]
    public void Column_UnderAnotherName_IsFound()
    {
        var options = new CsvOptions { Columns = new Dictionary<string, string> { ["symbol"] = "Ticker" } };
        Assert.That(Open("QTY,ticker\n", options).Column("symbol"), Is.EqualTo(1));
        Assert.That(() => Open("qty,name\n", options).Column("symbol"), Throws.TypeOf<CsvException>().With.Message.EqualTo("things: no column 'Ticker'; found 'qty', 'name' (CsvOptions.Columns says which is which)."));
        Assert.That(() => Open("Ticker,TICKER\n", options).Column("symbol"), Throws.TypeOf<CsvException>().With.Message.EqualTo("things: 'Ticker' and 'TICKER' are both the column 'Ticker'."));
    }

    [Test]
    public void Options_SeparatorsThatCannotBe_AreRefused()
    {
        Assert.That(() => new CsvOptions { Separator = '"' }, Throws.ArgumentException);
        Assert.That(() => new CsvOptions { Thousands = '.' }, Throws.ArgumentException);
        Assert.That(() => new CsvOptions { CashSymbol = " " }, Throws.ArgumentException);
    }

    /// <summary>A file of 200 MB behind one quote: refused at the longest field, not at the end of memory.</summary>
    [Test]
    public void Next_AQuoteThatIsNeverClosed_IsRefusedBeforeTheFileIsRead()
    {
        using var text = new RowsOfText("a,b\n\"1,", "2,3\n", 200L << 20);
        Assert.That(() => new CsvReader(text, "things").Next(), Throws.TypeOf<CsvException>().With.Message.Contains("line 2, column 'a': a field of more than 32768 characters; is a quote missing?"));
        Assert.That(text.Taken, Is.LessThan(1 << 17));
    }

    private static CsvReader Open(string text, CsvOptions? options = null) => new(new StringReader(text), "things", options);

    private static string[] Fields(string text)
    {
        CsvReader table = Open(text);
        List<string> fields = [.. table.Header];
        while (table.Next()) for (int c = 0; c < table.Header.Count; c++) fields.Add(table.Text(c));
        return [.. fields];
    }
}
