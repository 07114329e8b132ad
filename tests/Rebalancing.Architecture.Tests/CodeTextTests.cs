namespace Rebalancing.Architecture.Tests;

public class CodeTextTests
{
    [TestCase("a // Planning\nb", "a \nb")]
    [TestCase("a /* x\ny */ b", "a \n  b")]
    [TestCase("\"Planning \\\" x\" + b", "\"\" + b")]
    [TestCase("@\"c:\\\" + b", "\"\" + b")]
    [TestCase("@\"say \"\"x\"\" y\" + b", "\"\" + b")]
    [TestCase("\"\"\"raw \"x\" \"\"\" + b", "\"\" + b")]
    [TestCase("$\"{Plan.Of(\"x\")} text {{not}}\" + b", "\"{Plan.Of(\"\")}\" + b")]
    [TestCase("$\"\"\"{Plan} {x}\"\"\" + b", "\"{Plan}{x}\" + b")]
    [TestCase("'\"' + '\\'' + b", " +  + b")]
    [TestCase("\"\" + b", "\"\" + b")]
    public void Of_Source_KeepsCodeAndDropsCommentsAndText(string source, string code)
    {
        Assert.That(CodeText.Of(source), Is.EqualTo(code));
    }
}
