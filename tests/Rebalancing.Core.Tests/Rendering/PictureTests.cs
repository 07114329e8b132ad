using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Rebalancing.Core.Tests;

public class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static RebalanceResult Sample { get; } = Solve(DocumentText.Read(SampleDocument.Text));

    [Test]
    public void ToSvg_Weights_BarsAreAsLongAsTheWeights()
    {
        XElement picture = XElement.Parse(Sample.ToSvg());
        double[] widths = [.. picture.Elements(Svg + "rect").Where(bar => bar.Element(Svg + "title")!.Value.Contains(':')).Select(bar => Attribute(bar, "width"))];
        Plan plan = Sample.GetPlanOrThrow();
        double[] weights = [.. new[] { 0, 1, 2 }.OrderByDescending(i => Math.Abs(plan.WeightsAfter[i] - plan.WeightsBefore[i])).SelectMany(i => new[] { plan.WeightsBefore[i], plan.WeightsAfter[i] })];
        double unit = widths.Sum() / weights.Sum();
        for (int i = 0; i < weights.Length; i++) Assert.That(widths[i], Is.EqualTo(unit * weights[i]).Within(0.2));
    }

    [TestCase(PictureKind.Weights)]
    [TestCase(PictureKind.Costs)]
    [TestCase(PictureKind.NoTrade)]
    public void ToSvg_EveryKind_SaysInWordsWhatItShowsAndRunsNothing(PictureKind kind)
    {
        string text = Sample.ToSvg(kind);
        XElement picture = XElement.Parse(text);
        Assert.That(picture.Attribute("role")!.Value, Is.EqualTo("img"));
        Assert.That(picture.Element(Svg + "title")!.Value, Is.Not.Empty);
        Assert.That(picture.Element(Svg + "desc")!.Value, Is.Not.Empty);
        Assert.That(text, Does.Not.Contain("<script").And.Not.Contain("href"));
        Assert.That(JsonNode.Parse(Sample.ToVegaLite(kind))!["data"]!["values"], Is.InstanceOf<JsonArray>());
    }

    [Test]
    public void ToHtml_NamesFromOutside_AreEscaped()
    {
        Universe universe = Universe.Of([new Asset("<script>alert(1)</script>") { Price = 10m }, new Asset("A&B\"") { Price = 5m }]);
        Account account = Account.FromShares(universe, new Dictionary<string, decimal> { ["A&B\""] = 100m }, 0m, new AccountOptions { Id = "<b>x" });
        RebalanceResult result = new Rebalancer(new Mandate { Objective = Objective.Of(new TargetDistance([0.5, 0.5])) }, universe).Rebalance(account);
        string html = result.ToHtml();
        Assert.That(html, Does.Contain("&lt;script&gt;").And.Not.Contain("<script").And.Contain("&lt;b&gt;x").And.Not.Contain("<b>x"));
        Assert.That(XElement.Parse(result.ToSvg()).Value, Does.Contain("<script>"));
    }

    [Test]
    public void ToHtml_MandateWithoutATarget_ComparesWithDoingNothingOnly()
    {
        Account account = Account.FromWeights(Universe.Of("A", "B"), [0.9, 0.1], 1000m);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = Objective.Of(new Variance(DenseRisk.FromRows([0.04, 0, 0, 0.04], 2))), Limits = [Limits.FullyInvested] }, account.Universe).Rebalance(account);
        Assert.That(result.ToHtml(), Does.Contain("<svg"));
        string costs = result.ToSvg(PictureKind.Costs);
        Assert.That(costs, Does.Contain(">nothing<").And.Contain(">plan<").And.Not.Contain(">target<").And.Not.Contain("NaN"));
        // variance: 0.04 (0.81 + 0.01) = 328 bp before, 0.04 x 0.5 = 200 bp after
        Assert.That(JsonNode.Parse(result.ToVegaLite(PictureKind.Costs))!["data"]!["values"]!.AsArray().Select(row => row!["value"]!.GetValue<double>()), Is.EqualTo(new[] { 328.0, 200.0 }).Within(0.01));
    }

    [Test]
    public void ToSvg_NoAssetLeftAlone_SaysSoWithoutAScale()
    {
        Account account = Account.FromWeights(Universe.Of("A", "B"), [0.9, 0.1], 1000m);
        RebalanceResult result = new Rebalancer(new Mandate { Objective = Objective.Of(new TargetDistance([0.5, 0.5])), Limits = [Limits.FullyInvested] }, account.Universe).Rebalance(account);
        XElement picture = XElement.Parse(result.Explain().ToSvg());
        Assert.That(picture.Elements(Svg + "text").Select(text => text.Value), Is.EqualTo(new[] { "No-trade intervals, % of account value", "No asset is left alone: every one is traded or locked." }));
    }

    /// <summary>Factors in the objective and a tail among the limits: the page shows what each of them says of the plan.</summary>
    [Test]
    public void ToHtml_MandateWithFactorsAndATail_ShowsContributionsExposuresAndTheTail()
    {
        Universe universe = Universe.Of("A", "B");
        FactorModel model = FactorModel.Diagonal(DenseMap.FromColumns([1.0, 0.5], 1, 2), [0.04], universe.Values(0.01, 0.02)).WithFactorNames("Market");
        ScenarioSet set = ScenarioSet.Over([-0.08, 0.01, 0.03, 0, -0.02, 0, 0.05, 0], 2, 1 / 12.0, universe);
        var mandate = new Mandate { Objective = Objective.Of(new Variance(model)), Limits = [Limits.FullyInvested, Limits.LongOnly, new ConditionalValueAtRisk(set, 0.5).AtMost(0.5)] };
        string html = new Rebalancer(mandate, universe).Rebalance(Account.FromWeights(universe, [0.9, 0.1], 1000m)).ToHtml();
        Assert.That(html, Does.Contain("Contributions to volatility").And.Contain("Factor exposures before and after").And.Contain(">Market<").And.Contain("Losses in the worst 50 %").And.Contain("Mean loss in the worst 50 % by asset"));
    }

    [Test]
    public void ToHtml_APage_IsSelfContainedAndHoldsEveryTrade()
    {
        string html = Sample.ToHtml();
        Assert.That(html, Does.StartWith("<!doctype html>").And.Contain("prefers-color-scheme:dark").And.Contain("@media print"));
        Assert.That(html, Does.Not.Contain("http://").Or.Contain("http://www.w3.org/2000/svg"));
        Assert.That(html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), Does.Not.Contain("http"));
        foreach (Trade trade in Sample.GetPlanOrThrow().Trades) Assert.That(html, Does.Contain(trade.Money.ToString("#,0.00", CultureInfo.InvariantCulture)));
    }

    [Test]
    public void ToHtml_MandateWithoutAPlan_SaysWhy()
    {
        RebalanceDocument document = DocumentText.Read(SampleDocument.Text);
        Mandate mandate = document.Mandate with { Limits = [.. document.Mandate.Limits, new NoTrade("VTI"), Limits.MaxWeight(0.5)] };
        string html = Solve(document with { Mandate = mandate }).ToHtml();
        Assert.That(html, Does.Contain("There is no plan").And.Contain("NoTrade"));
    }

    /// <summary>The convention by which notebooks find formatters: an attribute of that name, a source, objects with a type of content and a method.</summary>
    [TestCase(typeof(RebalanceResult))]
    [TestCase(typeof(EfficientFrontier))]
    [TestCase(typeof(Explanation))]
    [TestCase(typeof(RiskReport))]
    [TestCase(typeof(FactorReport))]
    [TestCase(typeof(TailReport))]
    [TestCase(typeof(TailFrontier))]
    public void Notebook_Convention_FindsAFormatter(Type shown)
    {
        object attribute = shown.GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object[] formatters = [.. (IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), [])!];
        Assert.That(formatters, Has.Length.EqualTo(1));
        Type formatter = formatters[0].GetType();
        Assert.That(formatter.GetProperty("MimeType")!.GetValue(formatters[0]), Is.EqualTo("text/html"));
        using var output = new StringWriter();
        if (shown == typeof(RebalanceResult))
        {
            Assert.That(formatter.GetMethod("Format")!.Invoke(formatters[0], [Sample, output]), Is.True);
            Assert.That(output.ToString(), Does.Contain("<svg").And.Contain("VTI"));
        }
        Assert.That(formatter.GetMethod("Format")!.Invoke(formatters[0], ["a text", output]), Is.False);
    }

    /// <summary>Four scenarios of a quarter each: the worst half of holding one asset are its losses of 8 % and 2 %.</summary>
    [Test]
    public void ToSvg_Tail_BarsAreTheLosses()
    {
        ScenarioSet set = ScenarioSet.Over([-0.08, 0.01, 0.03, 0, -0.02, 0, 0.05, 0], 2, 1 / 12.0, Universe.Of("A", "B"));
        TailReport tail = new ConditionalValueAtRisk(set, 0.5).ReportAt([1, 0]);
        XElement picture = XElement.Parse(tail.ToSvg());
        Assert.That(picture.Element(Svg + "title")!.Value, Is.EqualTo("Losses in the worst 50 %, % of account value"));
        double[] widths = [.. picture.Elements(Svg + "rect").Where(bar => bar.Element(Svg + "title")!.Value.Contains(':')).Select(bar => Attribute(bar, "width"))];
        Assert.That(widths, Has.Length.EqualTo(2));
        Assert.That(widths[0] / widths[1], Is.EqualTo(4).Within(0.01));
        Assert.That(JsonNode.Parse(tail.ToVegaLite(TailPictureKind.Contributions))!["data"]!["values"]![0]!["value"]!.GetValue<double>(), Is.EqualTo(5).Within(1e-12));
        Assert.That(XElement.Parse(tail.ToSvg(TailPictureKind.Contributions)).Value, Does.Contain("A").And.Not.Contain("B:"));
        Assert.That(() => tail.ToSvg((TailPictureKind)7), Throws.TypeOf<ArgumentOutOfRangeException>());
        TailFrontier frontier = TailFrontier.Of(Account.FromWeights(set.Universe!, [0.5, 0.5], 1000m), new ConditionalValueAtRisk(set, 0.5), new ExpectedReturn([0.08, 0.04]), points: 3);
        Assert.That(XElement.Parse(frontier.ToSvg()).Elements(Svg + "circle").Count(), Is.EqualTo(3));
        Assert.That(JsonNode.Parse(frontier.ToVegaLite())!["data"]!["values"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public void ToSvg_Frontier_RisesToTheRight()
    {
        DenseRisk risk = DenseRisk.FromRows([0.04, 0.01, 0.01, 0.0225], 2);
        Account account = Account.FromWeights(Universe.Of("A", "B"), [0.5, 0.5], 1000m);
        EfficientFrontier frontier = EfficientFrontier.Of(account, new FrontierRequest { Return = new ExpectedReturn([0.08, 0.04]), Risk = risk, Points = 5, Limits = [Limits.FullyInvested, Limits.LongOnly] });
        XElement[] dots = [.. XElement.Parse(frontier.ToSvg()).Elements(Svg + "circle")];
        Assert.That(dots, Has.Length.EqualTo(5));
        for (int i = 1; i < dots.Length; i++)
        {
            Assert.That(Attribute(dots[i], "cx"), Is.GreaterThan(Attribute(dots[i - 1], "cx")));
            Assert.That(Attribute(dots[i], "cy"), Is.LessThan(Attribute(dots[i - 1], "cy")));
        }
        Assert.That(JsonNode.Parse(frontier.ToVegaLite())!["data"]!["values"]!.AsArray(), Has.Count.EqualTo(5));
    }

    private static RebalanceResult Solve(RebalanceDocument document) => new Rebalancer(document.Mandate, document.Universe, document.Settings).Rebalance(document.Accounts[0]);

    private static double Attribute(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
