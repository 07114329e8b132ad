namespace Rebalancing.Architecture.Tests;

public class WordTests
{
    private static readonly WordRule[] Rules =
    [
        new("Rebalancing.Numerics", f => f.Project == "Rebalancing.Numerics", true,
            @"(?i)\b(portfolios?|assets?|holdings?|mandates?|turnover|tax(es)?|tickers?|solvers?|objectives?|(in)?feasible|optimality)\b",
            "it knows arrays and matrices only; say it in their words."),
        new("Rebalancing.Solvers", f => f.Project == "Rebalancing.Solvers", true,
            @"(?i)\b(portfolios?|holdings?|mandates?|turnover|tax(es)?|tickers?|brokers?|dividends?)\b",
            "it knows programs, blocks and variables only; say it in their words."),
        new("code outside Rebalancing.Numerics", f => f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Project != "Rebalancing.Numerics", false,
            @"\b(unsafe|Vector(64|128|256|512)?<|Vector(64|128|256|512)\.|Unsafe\.|System\.Runtime\.Intrinsics|fixed\s*\()",
            "move the kernel to Rebalancing.Numerics and call it with spans."),
        new("the library", f => f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Project != "Rebalancing.Cli", false,
            @"\b(Console\.|Debug\.Print|Trace\.Write|Thread\.Sleep|DateTime(Offset)?\.(Now|UtcNow)|new Random\(|Random\.Shared|Guid\.NewGuid|Environment\.Exit)",
            "it prints nothing, waits for nothing and gives the same answer for the same input; take what you need as an argument."),
        new("the library", f => f.Path.StartsWith("src/", StringComparison.Ordinal), true,
            @"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException",
            "do it, or write down in the docs what cannot be done and why."),
        new("the library", f => f.Path.StartsWith("src/", StringComparison.Ordinal), false,
            @"\bcatch\s*(\{|\(\s*Exception\s*\)\s*\{?\s*\}|$)",
            "a catch names the exception it expects and does something about it."),
        new("the tests", f => f.Path.StartsWith("tests/", StringComparison.Ordinal), false,
            @"[[,]\s*(Ignore|Explicit|Timeout|MaxTime)\(|[[,]\s*(Ignore|Explicit)\]|\bAssert\.(Ignore|Inconclusive|Pass)\b|\bStopwatch\b|\bRandom\.Shared\b|\bnew Random\(\)",
            "a test runs, asserts and gives the same result every time; long ones carry [Category(\"Long\")], random ones take TestRandom."),
    ];

    [Test]
    public void Words_OfEachRoom_AreItsOwn()
    {
        SourceTree.AssertNone(Rules.SelectMany(r => r.Violations(SourceTree.All.Where(f => f.Stem != nameof(WordTests)))));
    }

    [TestCase("src/Rebalancing.Numerics/Kernels/Dot.cs", "// sums a portfolio", "'portfolio' has no place in Rebalancing.Numerics")]
    [TestCase("src/Rebalancing.Solvers/Programs/X.cs", "int turnover;", "'turnover' has no place in Rebalancing.Solvers")]
    [TestCase("src/Rebalancing.Core/Models/X.cs", "unsafe { }", "move the kernel to Rebalancing.Numerics")]
    [TestCase("src/Rebalancing.Core/Models/X.cs", "try { } catch { }", "a catch names the exception")]
    [TestCase("src/Rebalancing.Core/Models/X.cs", "Console.WriteLine(1);", "prints nothing")]
    [TestCase("tests/Rebalancing.Core.Tests/X.cs", "[Test, Ignore(\"later\")] [Ignore(\"x\")]", "a test runs")]
    public void Violations_AForbiddenWord_SayWhatToDo(string path, string line, string sentence)
    {
        Assert.That(Rules.SelectMany(r => r.Violations([new SourceFile(path, line)])).ToArray(), Has.Length.EqualTo(1).And.Some.Contains(sentence));
    }

    [TestCase("src/Rebalancing.Core/Models/X.cs", "// prices a portfolio; see Console.WriteLine")]
    [TestCase("src/Rebalancing.Numerics/Kernels/Dot.cs", "unsafe { Vector512<double> sum; }")]
    public void Violations_AWordInItsOwnRoom_AreNone(string path, string line)
    {
        Assert.That(Rules.SelectMany(r => r.Violations([new SourceFile(path, line)])), Is.Empty);
    }
}
