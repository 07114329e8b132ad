using System.Text;
using System.Text.Json.Nodes;

namespace Rebalancing.Cli.Tests;

/// <summary>The command from the outside: what it writes, and the code with which it ends.</summary>
public class CommandTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rebalance-tests").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Solve_Document_WritesTradesAndEndsWithZero()
    {
        (int code, string output, string error) = Run("solve", Document());
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.StartWith("A-17: Optimal.").And.Contain("Sell").And.Contain("VTI"));
    }

    [Test]
    public void Solve_Json_IsTheReport()
    {
        (int code, string output, _) = Run("solve", Document(), "--json");
        Assert.That(code, Is.Zero);
        Assert.That((string)JsonNode.Parse(output)!["status"]!, Is.EqualTo("optimal"));
        Assert.That(RebalanceReport.Read(new MemoryStream(Encoding.UTF8.GetBytes(output))).Trades, Is.Not.Empty);
    }

    [Test]
    public void Explain_Document_AddsReasons() => Assert.That(Run("explain", Document()).Output, Does.Contain("pay for").Or.Contain("pays for"));

    [Test]
    public void Solve_Html_WritesAPage()
    {
        string page = Path.Combine(_folder, "report.html");
        Assert.That(Run("solve", Document(), "--html", page).Code, Is.Zero);
        Assert.That(File.ReadAllText(page), Does.StartWith("<!doctype html>").And.Contain("VTI"));
    }

    [Test]
    public void Replay_RecordedDocument_IsTheSameAndAChangedOneIsNot()
    {
        string record = Path.Combine(_folder, "record.json");
        Assert.That(Run("solve", Document(), "--record", record).Code, Is.Zero);
        (int code, string output, _) = Run("replay", record);
        Assert.That((code, output.Contains("the same to the bit", StringComparison.Ordinal)), Is.EqualTo((0, true)));
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"weight\": 4", "\"weight\": 3", StringComparison.Ordinal));
        (code, output, _) = Run("replay", record);
        Assert.That(code, Is.EqualTo(5));
        Assert.That(output, Does.Contain("weights differ"));
    }

    [Test]
    public void Validate_Document_SaysWhatItHolds() => Assert.That(Run("validate", Document()).Output, Does.Contain("3 assets, 1 accounts").And.Contain("valid"));

    [Test]
    public void Frontier_DocumentWithReturns_ListsPoints()
    {
        string page = Path.Combine(_folder, "frontier.html");
        (int code, string output, _) = Run("frontier", Document(WithReturns), "--points", "4", "--html", page);
        Assert.That(code, Is.Zero);
        Assert.That(output.Split('\n').Count(line => line.Contains("Optimal", StringComparison.Ordinal)), Is.EqualTo(4));
        string html = File.ReadAllText(page);
        Assert.That(html, Does.StartWith("<!doctype html>").And.Contain("<svg").And.Contain("prefers-color-scheme:dark").And.EndWith("</html>\n"));
        Assert.That(html.Split("<td>Optimal</td>"), Has.Length.EqualTo(5), "a row for each point");
    }

    [Test]
    public void Frontier_LimitsThatCollide_SaysSoInEveryForm()
    {
        string page = Path.Combine(_folder, "nothing.html"), file = Document(text => WithColliding(WithReturns(text)));
        Assert.That(Run("frontier", file, "--html", page).Code, Is.EqualTo(2));
        Assert.That(File.ReadAllText(page), Does.Contain("There is no frontier").And.Contain("Infeasible").And.Not.Contain("NaN"));
        (int code, string output, string error) = Run("frontier", file, "--json");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain("no point of the frontier has a plan"));
    }

    [Test]
    public void Solve_LimitsThatCollide_EndsWithTwoAndNamesThem()
    {
        (int code, string output, _) = Run("solve", Document(WithColliding));
        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.Contain("NoTrade"));
    }

    [TestCase(64, "there is no file", "solve", "nothing-here.json")]
    [TestCase(64, "a command is missing")]
    [TestCase(64, "'dance' is not a command", "dance")]
    [TestCase(64, "solve needs a file", "solve")]
    [TestCase(64, "'--loud' is not an option of solve", "solve", "x.json", "--loud")]
    [TestCase(64, "--points is 'one'", "frontier", "x.json", "--points", "one")]
    [TestCase(64, "--as-of is 'today'", "solve", "x.json", "--as-of", "today")]
    [TestCase(64, "--thousands is 'x'", "solve", "x.json", "--thousands", "x")]
    [TestCase(64, "--prices and --as-of go with --holdings", "solve", "x.json", "--prices", "p.csv")]
    [TestCase(64, "is one file too many", "solve", "x.json", "y.json")]
    public void Run_Mistake_IsASentence(int code, string sentence, params string[] args)
    {
        (int found, string output, string error) = Run(args);
        Assert.That((found, output), Is.EqualTo((code, "")));
        Assert.That(error, Does.Contain(sentence).And.Not.Contain("   at "));
    }

    [Test]
    public void Solve_BadDocument_EndsWithSixtyFiveAndNamesTheLine()
    {
        (int code, _, string error) = Run("solve", Document(text => text.Replace("\"weight\": 4", "\"weight\": -4", StringComparison.Ordinal)));
        Assert.That(code, Is.EqualTo(65));
        Assert.That(error, Does.Contain("mandate.objective[0] (line 12): weight is -4").And.Not.Contain("   at "));
    }

    [Test]
    public void Solve_ArrayFileElsewhere_IsRefused()
    {
        (int code, _, string error) = Run("solve", Document(text => text.Replace("\"covariance\": [[0.0256, 0.0008, 0.0030], [0.0008, 0.0036, 0.0005], [0.0030, 0.0005, 0.0225]]", "\"covariance\": {\"file\": \"../secret\", \"count\": 9}", StringComparison.Ordinal)));
        Assert.That(code, Is.EqualTo(65));
        Assert.That(error, Does.Contain("not in the document's folder"));
    }

    [Test]
    public void Schema_Command_IsTheSchema() => Assert.That(Run("schema").Output, Is.EqualTo(Encoding.UTF8.GetString(RebalanceDocument.Schema())));

    [Test]
    public void Solve_Cancelled_EndsWithOneHundredAndThirty()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.That(new CommandRunner(new Surroundings(output, Stream.Null, error, cancelled.Token)).Run(["solve", Document()]), Is.EqualTo(130));
    }

    [Test]
    public void Solve_HoldingsFromCsv_WritesOrdersAsCsv()
    {
        string holdings = Write("holdings.csv", "account,symbol,shares\nB-1,VTI,\"2,400\"\nB-1,CASH,500\nB-2,BND,4000\n"), prices = Write("prices.csv", "symbol,price\nVTI,260\nAAPL,1\n"), orders = Path.Combine(_folder, "orders.csv");
        (int code, string output, string error) = Run("solve", Document(), "--holdings", holdings, "--prices", prices, "--as-of", "2026-04-30", "--thousands", ",", "--orders", orders);
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("B-1: Optimal").And.Contain("B-2: Optimal"));
        Assert.That(File.ReadAllText(orders), Does.StartWith("run,order,account,symbol,side,").And.Contain(",B-1,VTI,SELL,").And.Contain(",260,").And.Contain(",B-2,BND,SELL,"));
    }

    [TestCase("account,symbol,shares\nB-1,VTI,ten\n", "holdings, line 2, column 'shares': 'ten' is not a finite number")]
    [TestCase("account,symbol,shares\nB-1,XYZ,1\n", "holdings, line 2, column 'symbol': 'XYZ' is not in the universe of 3 assets.")]
    public void Solve_BadCsv_EndsWithSixtyFiveAndNamesTheLine(string text, string sentence)
    {
        (int code, string output, string error) = Run("solve", Document(), "--holdings", Write("holdings.csv", text));
        Assert.That((code, output), Is.EqualTo((65, "")));
        Assert.That(error, Does.StartWith("rebalance: " + sentence));
    }

    /// <summary>A plan that breaks a limit because the document allows it is not a success to a script.</summary>
    [Test]
    public void Solve_LimitsThatGaveWay_EndsWithOne()
    {
        (int code, string output, _) = Run("solve", Document(text => text.Replace("{\"limit\": \"longOnly\"}]", "{\"limit\": \"longOnly\"}, {\"limit\": \"noTrade\", \"symbols\": [\"VTI\"]}, {\"limit\": \"weightBounds\", \"most\": 0.5}]", StringComparison.Ordinal)
            .Replace("\"mandate\": {", "\"settings\": {\"whenInfeasible\": \"relaxByPriority\"}, \"mandate\": {", StringComparison.Ordinal)));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.StartWith("A-17: Relaxed."));
    }

    [Test]
    public void Replay_AnotherVersionWithTheSameAnswer_SaysBothVersions()
    {
        string record = Path.Combine(_folder, "record.json");
        Run("solve", Document(), "--record", record);
        File.WriteAllText(record, File.ReadAllText(record).Replace($"\"library\": \"{RebalanceReport.LibraryVersion}\"", "\"library\": \"0.0.9\"", StringComparison.Ordinal));
        (int code, string output, _) = Run("replay", record);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain($"the same to the bit (recorded by version 0.0.9, replayed by {RebalanceReport.LibraryVersion})"));
    }

    [Test]
    public void Replay_AnotherVersionWithAnotherAnswer_SaysWhoSolvedWhat()
    {
        string record = Path.Combine(_folder, "record.json");
        Run("solve", Document(), "--record", record);
        File.WriteAllText(record, File.ReadAllText(record).Replace($"\"library\": \"{RebalanceReport.LibraryVersion}\"", "\"library\": \"0.0.9\"", StringComparison.Ordinal).Replace("\"weight\": 4", "\"weight\": 3", StringComparison.Ordinal));
        (int code, string output, _) = Run("replay", record);
        Assert.That(code, Is.EqualTo(5));
        Assert.That(output, Does.Contain($"A-17: solved by version {RebalanceReport.LibraryVersion}, was 0.0.9").And.Contain("weights differ"));
    }

    /// <summary>What a person sees: drawn tables, the same numbers.</summary>
    [TestCase("solve", "Orders")]
    [TestCase("demo", "1. Naive: trade straight to target")]
    public void Run_OnATerminal_DrawsTables(string command, string title)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args = command == "demo" ? ["demo"] : [command, Document()];
        Assert.That(new CommandRunner(new Surroundings(output, Stream.Null, error, CancellationToken.None) { IsTerminal = true }).Run(args), Is.Zero);
        Assert.That(output.ToString(), Does.Contain(title).And.Contain("\u2502").And.Not.Contain("[bold]"));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var raw = new MemoryStream();
        int code = new CommandRunner(new Surroundings(output, raw, error, CancellationToken.None)).Run(args);
        return (code, output + Encoding.UTF8.GetString(raw.ToArray()), error.ToString());
    }

    private static string WithReturns(string document) => document.Replace("{\"term\": \"trackingVariance\", \"weight\": 4, \"risk\": \"main\", \"target\": 0.3}",
        "{\"term\": \"variance\", \"risk\": \"main\"}, {\"term\": \"expectedReturn\", \"returns\": [0.06, 0.03, 0.04]}", StringComparison.Ordinal);

    private static string WithColliding(string document) => document.Replace("{\"limit\": \"longOnly\"}",
        "{\"limit\": \"longOnly\"}, {\"limit\": \"noTrade\", \"symbols\": [\"VTI\"]}, {\"limit\": \"weightBounds\", \"most\": 0.5}", StringComparison.Ordinal);

    private string Document(Func<string, string>? change = null)
    {
        const string Text = """
            {
              "rebalancing": 1,
              "universe": [
                {"symbol": "VTI", "price": 250.10}, {"symbol": "BND", "price": 72.5}, {"symbol": "GLD", "price": 230}
              ],
              "risks": {
                "main": {"kind": "dense", "covariance": [[0.0256, 0.0008, 0.0030], [0.0008, 0.0036, 0.0005], [0.0030, 0.0005, 0.0225]]}
              },
              "accounts": [{"id": "A-17", "asOf": "2026-03-31", "shares": {"VTI": 2400, "BND": 4000, "GLD": 300}, "cash": 1500.25}],
              "mandate": {
                "objective": [
                  {"term": "trackingVariance", "weight": 4, "risk": "main", "target": 0.3},
                  {"term": "tradingCost", "buy": 0.0005, "sell": 0.0005}
                ],
                "limits": [{"limit": "fullyInvested", "band": 0.2}, {"limit": "longOnly"}]
              }
            }
            """;
        string path = Path.Combine(_folder, "document.json");
        string text = change is null ? Text : change(Text);
        Assert.That(change is null || text != Text, "the change must change something");
        File.WriteAllText(path, text);
        return path;
    }
}
