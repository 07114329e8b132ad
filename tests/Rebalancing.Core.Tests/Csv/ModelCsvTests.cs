namespace Rebalancing.Core.Tests;

public class ModelCsvTests
{
    private static readonly Universe Two = Universe.Of("B", "A");

    private const string Loadings = "! vendor's remark\nsymbol;value;size\nA;1.0;-0.5\nB;0.8;0.25\nZ;9;9\n";

    [TestCase("name,size,value\nsize,0.02,0.01\nvalue,0.01,0.04\n")]
    [TestCase("f1\tf2\tcov\nvalue\tvalue\t0.04\nsize\tvalue\t0.01\nsize\tsize\t0.02\n")]
    public void ReadFactorModel_SquareOrLong_IsTheModelInTheUniversesOrder(string covariance)
    {
        FactorModel model = ModelCsv.ReadFactorModel(Two, new StringReader(Loadings), new StringReader(covariance), new StringReader("\uFEFFasset,variance\nA,0.1\nB,0.2\n"));
        Assert.That(model.FactorNames, Is.EqualTo(new[] { "value", "size" }));
        // B: 0.8 value + 0.25 size; A: 1.0 value - 0.5 size
        double variance = (0.64 * 0.04) + (2 * 0.8 * 0.25 * 0.01) + (0.0625 * 0.02) + 0.2, cross = (0.8 * 0.04) - (0.8 * 0.5 * 0.01) + (0.25 * 0.01) - (0.125 * 0.02);
        Assert.That(model.AssetVariance(0), Is.EqualTo(variance).Within(1e-14));
        var product = new double[2];
        model.Multiply([0, 1], product);
        Assert.That(product[0], Is.EqualTo(cross).Within(1e-14));
    }

    [Test]
    public void ReadCovariance_WithMoreAssetsThanTheUniverse_TakesItsOwn()
    {
        DenseRisk risk = ModelCsv.ReadCovariance(Two, new StringReader("\"\",A,\"B\",C\nA,0.04,0.01,0\nC,0,0,1\n\"B\",0.01,0.09,0\n"));
        Assert.That((risk[0, 0], risk[0, 1], risk[1, 1]), Is.EqualTo((0.09, 0.01, 0.04)));
    }

    [Test]
    public void ReadScenarios_WithProbabilities_AreTheUniverses()
    {
        ScenarioSet set = ModelCsv.ReadScenarios(Two, new StringReader("Probability,A,B\n0.25,0.01,-0.02\n0.75,-0.03,0.04\n"), 1 / 12.0);
        Assert.That((set[0, 0], set[0, 1], set[1, 0]), Is.EqualTo((-0.02, 0.01, 0.04)));
        Assert.That(set.Probabilities().ToArray(), Is.EqualTo(new[] { 0.25, 0.75 }));
    }

    [TestCase("A,B\n0.01\n", "scenarios, line 2: 1 fields; the header has 2.")]
    [TestCase("A,B\n0.01,\"0,02\"\n", "scenarios, line 2, column 'B': '0,02' is not a finite number (a point separates decimals).")]
    [TestCase("A,C\n0.01,0.02\n", "scenarios: no column for B.")]
    [TestCase("A,A,B\n1,2,3\n", "scenarios: two columns are called 'A'.")]
    [TestCase("# nothing\n", "scenarios: no header")]
    public void ReadScenarios_ATableThatIsWrong_IsRefusedWithLineAndColumn(string text, string sentence)
    {
        Assert.That(() => ModelCsv.ReadScenarios(Two, new StringReader(text), 1.0), Throws.InstanceOf<FormatException>().With.Message.Contains(sentence));
    }

    [Test]
    public void ReadReturns_WithDatesAndGaps_AreTheUniverses()
    {
        ReturnSeries series = ModelCsv.ReadReturns(Two, new StringReader("Date,A,C,B\n2026-01-30,0.01,9,-0.02\n2026-02-27,,9,0.03\n"), 12);
        Assert.That((series.Periods, series[0, 0], series[0, 1], series[1, 0], double.IsNaN(series[1, 1])), Is.EqualTo((2, -0.02, 0.01, 0.03, true)));
        Assert.That(series.Dates, Is.EqualTo(new[] { new DateOnly(2026, 1, 30), new DateOnly(2026, 2, 27) }));
        ReturnSeries fromPrices = ModelCsv.ReadPriceHistory(Two, new StringReader("A,B\n100,50\n110,40\n"), 252);
        Assert.That(fromPrices[0, 0], Is.EqualTo(-0.2).Within(1e-15));
        Assert.That(fromPrices[0, 1], Is.EqualTo(0.1).Within(1e-15));
    }

    [TestCase("date,A,B\n2026-02-27,0,0\n2026-01-30,0,0\n", "returns, line 3, column 'date': 2026-01-30 is not after 2026-02-27 in the row before")]
    [TestCase("date,A,B\n27/02/2026,0,0\n", "returns, line 2, column 'date': '27/02/2026' is not a day such as 2026-03-31.")]
    [TestCase("date,A,B\n", "returns: a header and no row.")]
    [TestCase("date,A\n2026-02-27,0\n", "returns: no column for B.")]
    public void ReadReturns_Mistake_IsRefusedWithItsPlace(string text, string sentence) =>
        Assert.That(() => ModelCsv.ReadReturns(Two, new StringReader(text), 12), Throws.TypeOf<CsvException>().With.Message.StartsWith(sentence));

    [TestCase("symbol,f\nA,1\nA,2\nB,1\n", "factor loadings, line 3, column 'symbol': 'A' stands in line 2 already.")]
    [TestCase("symbol,f\nA,1\n", "factor loadings: no row for B.")]
    public void ReadFactorModel_RowsTwiceOrMissing_AreRefused(string loadings, string sentence) =>
        Assert.That(() => ModelCsv.ReadFactorModel(Two, new StringReader(loadings), new StringReader("x,f\nf,1\n"), new StringReader("s,v\nA,1\nB,1\n")), Throws.TypeOf<CsvException>().With.Message.EqualTo(sentence));

    [TestCase("a,b,c\nA,A,1\nA,B,0\n", "covariance: no entry for the pair B, B.")]
    [TestCase("a,b,c\nA,A,1\nA,B,0\nB,A,0\nB,B,1\n", "covariance, line 4: the pair B, A appears twice.")]
    public void ReadCovariance_ALongTableWithGapsOrRepeats_IsRefused(string text, string sentence)
    {
        Assert.That(() => ModelCsv.ReadCovariance(Two, new StringReader(text)), Throws.InstanceOf<FormatException>().With.Message.Contains(sentence));
    }
}
