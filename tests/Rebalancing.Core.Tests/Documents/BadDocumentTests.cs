using System.Text;

namespace Rebalancing.Core.Tests;

/// <summary>Documents that are not right, and the sentences they get.</summary>
public class BadDocumentTests
{
    [TestCase("\"rebalancing\": 1", "\"rebalancing\": 7", "rebalancing (line 2): this document has version 7; this library reads version 1")]
    [TestCase("\"name\": \"Balanced\",", "\"name\": \"Balanced\", \"nmae\": 3,", "mandate.nmae (line 16): 'mandate' has no field 'nmae'; it has name, horizonYears")]
    [TestCase("\"name\": \"Balanced\",", "\"name\": \"Balanced\", \"name\": \"x\",", "mandate.name (line 16): 'name' stands here twice")]
    [TestCase("\"weight\": 4", "\"weight\": -4", "mandate.objective[0] (line 18): weight is -4; costs take weights >= 0")]
    [TestCase("\"weight\": 4", "\"weight\": NaN", "this is not JSON")]
    [TestCase("\"weight\": 4", "\"weight\": 1e999", "mandate.objective[0].weight (line 18): expected a number, found 1e999, which is outside the range of numbers")]
    [TestCase("\"weight\": 4", "\"weight\": \"4\"", "expected a number, found the text '4'")]
    [TestCase("\"VTI\": 0.5, \"GLD\": 0.1, \"BND\": 0.4", "\"VTI\": 0.5, \"GLD\": 0.1", "mandate.objective[0].target (line 18): 2 numbers for 3 assets; 'BND' has none")]
    [TestCase("\"VTI\": 0.5, \"GLD\": 0.1, \"BND\": 0.4", "\"VTI\": 0.5, \"GLD\": 0.1, \"TLT\": 0.4", "mandate.objective[0].target.TLT (line 18): 'TLT' is not in the universe of 3 assets")]
    [TestCase("\"VTI\": 0.5, \"GLD\": 0.1, \"BND\": 0.4", "\"VTI\": 0.5, \"GLD\": 0.1, \"VTI\": 0.4", "'VTI' stands here twice")]
    [TestCase("[0.0005, 0.0004, 0.001]", "[0.0005, 0.0004]", "mandate.objective[1].sell (line 19): 2 numbers for 3 assets; 'GLD' has none")]
    [TestCase("[0.0005, 0.0004, 0.001]", "[0.0005, 0.0004, 0.001, 0]", "more numbers than the 3 assets of the universe")]
    [TestCase("[0.0005, 0.0004, 0.001]", "[0.0005, -0.0004, 0.001]", "for 'BND' (index 1) is -0.0004")]
    [TestCase("\"term\": \"tradingCost\"", "\"term\": \"tradeCost\"", "mandate.objective[1].term (line 19): there is no term called 'tradeCost'; known: ")]
    [TestCase("\"limit\": \"longOnly\"", "\"kind\": \"longOnly\"", "mandate.limits[1] (line 23): expected 'limit' as the first field, found the field 'kind'")]
    [TestCase("\"risk\": \"main\"", "\"risk\": \"mian\"", "mandate.objective[0].risk (line 18): there is no risk model named 'mian'; known: main")]
    [TestCase("\"groups\": \"Sector\"", "\"groups\": \"Country\"", "there is no grouping named 'Country'; known: Sector")]
    [TestCase("{\"Equity\": 0.6}", "{\"Tech\": 0.6}", "mandate.limits[2] (line 24): Sector 'Tech' has no asset; known: Equity, Bonds, Gold")]
    [TestCase("[0.0008, 0.0036, 0.0005]", "[0.0008, 0.0036]", "risks.main.covariance[1] (line 10): this row has 2 numbers and the rows before have 3")]
    [TestCase("[0.0008, 0.0036, 0.0005]", "[0.0008, -0.0036, 0.0005]", "risks.main (line 10): ")]
    [TestCase("\"VTI\": 2400,", "\"VTI\": 2400, \"XYZ\": 1,", "accounts[0] (line 13): Symbol 'XYZ' in the ")]
    [TestCase("2026-03-31", "31.03.2026", "accounts[0].asOf (line 13): expected a day such as 2026-03-31, found '31.03.2026'")]
    [TestCase(", \"cash\": 1500.25", "", "accounts[0] (line 13): an account is either shares with cash, or weights with value")]
    [TestCase("{\"symbol\": \"BND\",", "{\"symbol\": \"VTI\",", "universe (line 3): Symbol 'VTI' appears twice (indices 0 and 1)")]
    [TestCase("\"softPrice\": 0.01", "\"softPrice\": 0", "mandate.limits[3] (line 25): softPrice is 0; the price of a violation must be > 0")]
    [TestCase("\"tolerance\": 1e-9", "\"tolerance\": 2", "settings (line 28): the tolerance must lie in (0, 0.01]")]
    [TestCase("\"tolerance\": 1e-9}", "\"tolerance\": 1e-9}}", "document")]
    [TestCase("\"objective\": [", "\"objective\": [], \"notes\": [", "an objective needs at least one term")]
    public void Read_MistakeInTheText_NamesPlaceAndRemedy(string right, string wrong, string sentence)
    {
        string text = SampleDocument.Text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(text, Is.Not.EqualTo(SampleDocument.Text), "the case is about text that stands there");
        Assert.That(() => DocumentText.Read(text), Throws.TypeOf<DocumentException>().With.Message.Contains(sentence));
    }

    [Test]
    public void Read_TextCutAnywhere_IsRefused()
    {
        string text = SampleDocument.Text;
        for (int length = 0; length < text.Length - 1; length++)
            Assert.That(() => DocumentText.Read(text[..length]), Throws.TypeOf<DocumentException>(), $"cut after {length} characters");
    }

    [Test]
    public void Read_ByteOrderMark_IsNoMistake()
    {
        byte[] bytes = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(SampleDocument.Text)];
        Assert.That(RebalanceDocument.Read(new MemoryStream(bytes)).Universe.Count, Is.EqualTo(3));
    }

    /// <summary>A list of 200 MB where three numbers belong: refused after the first buffer, not after the list.</summary>
    [Test]
    public void Read_EndlessList_IsRefusedBeforeItIsRead()
    {
        string head = SampleDocument.Text[..(SampleDocument.Text.IndexOf("\"sell\": [", StringComparison.Ordinal) + "\"sell\": [".Length)];
        var stream = new RepeatingStream(Encoding.UTF8.GetBytes(head), "0.001,"u8.ToArray(), 200L << 20);
        Assert.That(() => RebalanceDocument.Read(stream), Throws.TypeOf<DocumentException>().With.Message.Contains("more numbers than the 3 assets"));
        Assert.That(stream.BytesRead, Is.LessThan(1 << 20));
    }

    /// <summary>200 MB of blanks inside a document: read through a small buffer.</summary>
    [Test]
    public void Read_TwoHundredMegabytes_KeepsTheBufferSmall()
    {
        var stream = new RepeatingStream(Encoding.UTF8.GetBytes(SampleDocument.Text), "    \n"u8.ToArray(), 200L << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RebalanceDocument document = RebalanceDocument.Read(stream);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20));
        Assert.That(document.Universe.Count, Is.EqualTo(3));
        Assert.That(stream.BytesRead, Is.GreaterThan(200L << 20));
    }

    /// <summary>A start, then the same bytes again and again.</summary>
    private sealed class RepeatingStream(byte[] start, byte[] then, long length) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => start.Length + length;

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int written = 0;
            for (; written < count && BytesRead < Length; written++, BytesRead++)
                buffer[offset + written] = BytesRead < start.Length ? start[BytesRead] : then[(BytesRead - start.Length) % then.Length];
            return written;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
