namespace Rebalancing.Architecture.Tests;

/// <summary>A page that shows a file of this repository shows all of it: the fence after "&lt;!-- file: PATH --&gt;" is the file.</summary>
public class QuotedFileTests
{
    private const string Mark = "<!-- file: ";

    public static IEnumerable<TestCaseData> Quotes()
    {
        foreach (string page in Directory.EnumerateFiles(RepositoryFolder.Combine("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(page);
            for (int i = 0; i < lines.Length; i++)
                if (lines[i].StartsWith(Mark, StringComparison.Ordinal))
                    yield return new TestCaseData(lines[i][Mark.Length..].Replace(" -->", "", StringComparison.Ordinal), lines.Skip(i + 2).TakeWhile(line => line != "```").ToArray()).SetArgDisplayNames(lines[i]);
        }
    }

    [TestCaseSource(nameof(Quotes))]
    public void Quote_InThePages_IsTheFile(string path, string[] quoted)
    {
        Assert.That(quoted, Is.EqualTo(File.ReadAllLines(RepositoryFolder.Combine(path.Split('/')))), $"the page is behind {path}, or the other way round; copy one over the other");
    }
}
